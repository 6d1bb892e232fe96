package io.jbackup.archivepush;

import io.jbackup.catalog.CatalogLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// As [Training], for a catalog in an object store, which a stub plays. Run only while the
/// distribution is built.
final class BucketTraining {
  private BucketTraining() {}

  /// Works in the directory that the only word names, new or empty. The environment holds AWS
  /// credentials, of any kind.
  public static void main(String[] words) throws IOException {
    Path directory = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    try (BucketStub stub = BucketStub.start()) {
      Path settings = directory.resolve("s3.conf");
      Files.writeString(settings, "endpoint = " + stub.endpoint() + "\n");
      Map<String, String> environment =
          Map.of(CatalogLocation.SETTINGS_VARIABLE, settings.toString());
      CatalogLocation catalog = CatalogLocation.parse("s3://training/catalog", environment);
      new Training(catalog, directory, environment).run();
    }
  }
}
