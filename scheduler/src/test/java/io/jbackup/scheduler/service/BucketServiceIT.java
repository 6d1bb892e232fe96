package io.jbackup.scheduler.service;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;

/// All that the service does, on a catalog in a bucket.
final class BucketServiceIT extends ServiceIT {
  private final TestBucket bucket = TestBucket.create();
  private int made;

  @Override
  ServiceBed bed(PostgresServer running, Path directory) {
    Instance local = BackupFixture.instance(directory.resolve("catalog"), running);
    CatalogLocation place =
        CatalogLocation.parse(
            "s3://" + bucket.name() + "/c" + made++, Optional.of(bucket.settings(directory)));
    Catalog.init(place).close();
    return new ServiceBed(
        running, Catalog.open(place, true).addInstance(local.name(), local.config()));
  }

  @Override
  boolean hasFileSystem() {
    return false;
  }
}
