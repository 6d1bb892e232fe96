package io.jbackup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveWaitIT {
  private static final int PLACES = 4;

  /// In three seconds it looks six or seven times, in each of the places where a segment may be,
  /// which are as many as there are compressions.
  @Test
  void aBackupThatWaitsForItsWalAsksABucketMoreAndMoreRarely(@TempDir Path directory)
      throws Exception {
    TestBucket bucket = TestBucket.create();
    try (PostgresServer server =
            PostgresServer.version(PostgresBinaries.newest()).archiveCommand("false").start();
        FaultProxy proxy = FaultProxy.before(bucket.server())) {
      CatalogLocation place =
          CatalogLocation.parse(
              "s3://" + bucket.name() + "/catalog",
              Optional.of(bucket.settings(directory, proxy.endpoint())));
      Catalog.init(place).close();
      try (Catalog catalog = Catalog.open(place, true)) {
        TakeBackup take =
            BackupFixture.backup(
                BackupFixture.instance(catalog, server), server, new RecordingLog());
        assertThatThrownBy(() -> take.run(BackupFixture.archive(Duration.ofSeconds(3))))
            .isInstanceOf(WalException.class)
            .hasMessageContaining("could not be archived in 3 seconds");
      }
      assertThat(proxy.requests())
          .filteredOn(line -> line.startsWith("HEAD /" + bucket.name() + "/catalog/wal/main/00000"))
          .hasSizeBetween(PLACES, 10 * PLACES);
    }
  }
}
