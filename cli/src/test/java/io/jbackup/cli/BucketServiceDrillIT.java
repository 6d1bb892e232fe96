package io.jbackup.cli;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// With the catalog in a bucket and an instance with its own key: the service's file alone tells
/// where all that is.
final class BucketServiceDrillIT extends ServiceDrillScenarios {
  private final TestBucket bucket = TestBucket.create();

  private Path file() {
    return directory.resolve("s3.conf");
  }

  @Override
  CatalogLocation catalog() {
    return CatalogLocation.parse(
        "s3://" + bucket.name() + "/catalog", Optional.of(bucket.settings(directory)));
  }

  @Override
  Map<String, String> settings() {
    return Map.of(CatalogLocation.SETTINGS_VARIABLE, file().toString());
  }

  @Override
  String line() {
    return "s3-config: " + file();
  }

  @Override
  Optional<Path> key() throws IOException {
    return Optional.of(new Secrets(directory).key("key"));
  }
}
