package io.jbackup.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a copy says of itself until it was verified, and after.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifiedCopyIT {
  private final RecordingLog log = new RecordingLog();
  private Instance from;
  private BackupId id;
  private Path place;
  private Instance to;

  @BeforeAll
  void takeBackup(@TempDir Path directory) throws Exception {
    try (PostgresServer server = PostgresServer.version(PostgresBinaries.newest()).start()) {
      from = BackupFixture.instance(directory.resolve("from"), server);
      id = BackupFixture.backup(from, server, log).run(BackupFixture.streaming()).backup().id();
    }
  }

  @BeforeEach
  void makeCopy(@TempDir Path directory) {
    place = directory.resolve("to");
    to = CopyInstance.target(from, Catalog.init(place), false);
  }

  private CopyResult copy(boolean validate, Progress progress) {
    return new CopyInstance(
            from,
            from.locks(LockRequest.withoutWaiting("copy")),
            to,
            to.locks(LockRequest.withoutWaiting("copy")),
            log,
            progress,
            Clock.systemUTC())
        .run(new CopyRequest(List.of(id), true, false, validate, 2));
  }

  private BackupStatus status() {
    return to.backup(id).orElseThrow().control().status();
  }

  @Test
  void itIsOkOnlyAfterItWasVerified() {
    assertThatThrownBy(() -> copy(true, new EndingWithVerification()))
        .isInstanceOf(CancelledException.class);
    assertThat(status()).isEqualTo(BackupStatus.DONE);

    CopyResult again = copy(true, Progress.NONE);

    assertThat(again).isEqualTo(CopyResult.backupPresent());
    assertThat(status()).isEqualTo(BackupStatus.OK);
  }

  @Test
  void damageThatVerificationFindsIsMendedByTheNextRun() throws IOException {
    copy(false, Progress.NONE);
    Path manifest = place.resolve("backups/main").resolve(id.text()).resolve("backup_manifest");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(manifest, bytes);
    assertThat(copy(false, Progress.NONE)).isEqualTo(CopyResult.backupPresent());

    CopyResult found = copy(true, Progress.NONE);
    assertThat(found.worst()).containsInstanceOf(CorruptException.class);
    assertThat(status()).isEqualTo(BackupStatus.CORRUPT);

    CopyResult mended = copy(true, Progress.NONE);
    assertThat(mended.failures()).as("%s", log.lines()).isZero();
    assertThat(mended.bytes()).isEqualTo(bytes.length);
    assertThat(status()).isEqualTo(BackupStatus.OK);
  }

  /// Somebody ends the process then.
  private static final class EndingWithVerification implements Progress {
    private boolean copied;

    @Override
    public void begin(String task, long totalBytes) {
      if (copied) {
        throw new CancelledException("ended by the test", "Run it again.");
      }
      copied = true;
    }

    @Override
    public void advance(long bytes) {
      // Nobody looks.
    }

    @Override
    public void end() {
      // Nobody looks.
    }
  }
}
