package io.jbackup.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.crypt.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy that this host can write and not read.
final class BlindCopyTest {
  @TempDir private Path directory;
  private TestKeys keys;
  private CopyBed bed;
  private StoredBackup backup;

  @BeforeEach
  void makeCatalogs() throws IOException {
    keys = new TestKeys(directory);
    bed = new CopyBed(directory, TestKeys.recipient(keys.identity("identity")));
    backup = bed.backup(3);
    bed.segment("from", 1);
  }

  @Test
  void sizesAreComparedAndItSaysOnceThatNothingElseIs() throws IOException {
    assertThat(bed.to.isReadable()).isFalse();
    CopyRequest request = CopyRequest.everything(true, 2);

    CopyResult first = bed.copy(request);

    assertThat(first.failures()).as("%s", bed.log.lines()).isZero();
    assertThat(first.backups()).isOne();
    assertThat(first.walFiles()).isOne();
    assertThat(bed.log.lines())
        .filteredOn(line -> line.contains("neither compared nor verified"))
        .hasSize(1);
    assertThat(bed.copied(backup.id()).status()).isEqualTo(BackupStatus.DONE);

    CopyResult second = bed.copy(request);
    assertThat(second.failures()).as("%s", bed.log.lines()).isZero();
    assertThat(second.backupsPresent()).isOne();
    assertThat(second.walFilesPresent()).isOne();
    assertThat(copiedSegment()).isEqualTo(CopyBed.WAL.segment(1, 1, 1));
  }

  @Test
  void anUnfinishedOneGoesOn() {
    bed.copy(CopyRequest.everything(true, 2));
    bed.to
        .backup(backup.id())
        .orElseThrow()
        .save(bed.copied(backup.id()).with(BackupStatus.RUNNING));

    CopyResult again = bed.copy(CopyRequest.everything(true, 2));

    assertThat(again.failures()).isZero();
    assertThat(bed.copied(backup.id()).status()).isEqualTo(BackupStatus.DONE);
  }

  /// As the holder of the private key reads it.
  private byte[] copiedSegment() throws IOException {
    try (Catalog catalog =
        Catalog.open(
            CatalogLocation.of(directory.resolve("to")),
            false,
            TestKeys.identity(keys.path("identity")))) {
      var archive = catalog.instance("main").archive();
      try (var in = archive.open(archive.find(CopyBed.WAL.name(1, 1)).orElseThrow())) {
        return in.readAllBytes();
      }
    }
  }
}
