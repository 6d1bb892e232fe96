package io.jbackup.catalog.testing.s3;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the build keeps what tests need.
final class TestFiles {
  private TestFiles() {}

  /// The root of the source tree, from any of its modules.
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "not below the source tree: " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
