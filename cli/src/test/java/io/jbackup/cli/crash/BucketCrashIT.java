package io.jbackup.cli.crash;

import java.nio.file.Path;
import java.util.Optional;

/// With the catalog in a bucket, whose locks are leases.
final class BucketCrashIT extends MoreCrashScenarios {
  @Override
  Place place(Path directory) throws Exception {
    return BucketPlace.create(directory.resolve("settings"), Optional.empty());
  }

  /// The programs are the same, and each run asks the store much more than it asks a disk.
  @Override
  int times(int local) {
    return Math.max(1, local / 5);
  }
}
