package io.jbackup.cli;

import io.jbackup.archivepush.BucketTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// As [Training], for a catalog in an object store. Run only while the distribution is built.
final class TrainingOnBucket {
  private TrainingOnBucket() {}

  /// Works in the directory that the only word names, new or empty. The environment holds AWS
  /// credentials, of any kind.
  public static void main(String[] words)
      throws IOException, GeneralSecurityException, InterruptedException {
    BucketTraining.run(
        Path.of(words[0]).toAbsolutePath(),
        (catalog, directory, environment) -> new Training(catalog, directory, environment).run());
  }
}
