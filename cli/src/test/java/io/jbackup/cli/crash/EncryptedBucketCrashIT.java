package io.jbackup.cli.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// With the catalog in a bucket and encrypted.
final class EncryptedBucketCrashIT extends CrashScenarios {
  private static final int KEY_BYTES = 32;

  @Override
  Place place(Path directory) throws Exception {
    Path key =
        Files.createFile(
            directory.resolve("key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(key, new byte[KEY_BYTES]);
    return BucketPlace.create(directory.resolve("settings"), Optional.of(key));
  }

  @Override
  int times(int local) {
    return 1;
  }
}
