package io.jbackup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.core.testing.PostgresServer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What breaks a backup leaves ERROR in its control file, a failure that says why, and no slot.
class BackupFaultsIT {
  private static final int NEWEST = 18;
  private static final SlotChoice TEMPORARY = new SlotChoice.Temporary("jbackup_test");

  @TempDir Path directory;
  private final RecordingLog log = new RecordingLog();

  /// A backup that runs slowly in a thread of its own, and has begun to copy.
  private final class Running {
    private final TakeBackup take;
    private final Instance instance;
    private final CompletableFuture<BackupResult> result;

    Running(PostgresServer server, SlotChoice slot) throws Exception {
      instance = BackupFixture.instance(directory.resolve("catalog"), server);
      take = BackupFixture.backup(instance, server, log);
      result = CompletableFuture.supplyAsync(() -> take.run(BackupFixture.slow(slot)));
      server.await(
          "select count(*) = 2 from pg_stat_replication where state in ('backup', 'streaming')");
    }

    Throwable failure() throws Exception {
      try {
        throw new AssertionError("it ended well: " + result.get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        return Objects.requireNonNull(e.getCause());
      }
    }

    void assertMarked() {
      assertThat(instance.backups().getFirst().control().status()).isEqualTo(BackupStatus.ERROR);
      assertThat(instance.backups().getFirst().control().time(ControlField.END_TIME)).isPresent();
    }
  }

  private static void assertNoSlot(PostgresServer server) throws Exception {
    server.await("select count(*) = 0 from pg_replication_slots");
  }

  @Test
  void anInterruptedBackupIsMarked() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Running running = new Running(server, TEMPORARY);
      running.take.cancel();
      assertThat(running.failure()).isInstanceOf(CancelledException.class);
      running.assertMarked();
      assertNoSlot(server);
    }
  }

  @Test
  void aKilledServerIsNoticedAtOnce() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Running running = new Running(server, TEMPORARY);
      server.kill();
      assertThat(running.failure()).isInstanceOf(BackupException.class);
      running.assertMarked();
      server.start();
      assertNoSlot(server);
    }
  }

  @Test
  void aCutWalStreamEndsTheBackup() throws Exception {
    assertCut("streaming");
  }

  @Test
  void aCutDataConnectionEndsTheBackup() throws Exception {
    assertCut("backup");
  }

  private void assertCut(String state) throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Running running = new Running(server, TEMPORARY);
      server.query(
          "select pg_terminate_backend(pid) from pg_stat_replication where state = '"
              + state
              + "'");
      assertThat(running.failure())
          .isInstanceOfAny(ConnectionException.class, ServerException.class)
          .hasMessageContaining("terminating connection");
      running.assertMarked();
      assertNoSlot(server);
    }
  }

  @Test
  void aPermanentSlotMadeForAFailedBackupIsDropped() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Running running = new Running(server, new SlotChoice.Permanent("made_for_it", true));
      server.query(
          "select pg_terminate_backend(pid) from pg_stat_replication where state = 'backup'");
      assertThat(running.failure()).isInstanceOf(BackupException.class);
      assertNoSlot(server);
    }
  }

  @Test
  void aPromotedStandbyIsNamedAsTheCause() throws Exception {
    try (PostgresServer primary = PostgresServer.version(NEWEST).start();
        PostgresServer standby = primary.standby().start()) {
      Running running = new Running(standby, TEMPORARY);
      standby.promote();
      assertThat(running.failure())
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("the standby was promoted during online backup");
      running.assertMarked();
    }
  }

  @Test
  void aDamagedPageOfTheSourceMakesTheBackupFail() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).initdb("-k").start()) {
      server.sql("create table t as select generate_series(1, 10000) g", "checkpoint");
      Path file = server.dataDirectory().resolve(server.query("select pg_relation_filepath('t')"));
      server.restart();
      try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
        page.seek(3 * 8192 + 4000);
        page.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      }
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      TakeBackup take = BackupFixture.backup(instance, server, log);
      assertThatThrownBy(() -> take.run(BackupFixture.streaming()))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("block 3");
      assertThat(instance.backups().getFirst().control().status()).isEqualTo(BackupStatus.CORRUPT);
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARNING: ") && line.contains("block 3"));
    }
  }

  @Test
  void aFullDiskIsNamed() throws Exception {
    Path small = directory.resolve("small");
    Files.createDirectory(small);
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small.toString())
            .start();
    Assumptions.assumeTrue(mount.waitFor() == 0, "a small tmpfs can be mounted by root only");
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Instance instance = BackupFixture.instance(small.resolve("catalog"), server);
      TakeBackup take = BackupFixture.backup(instance, server, log);
      assertThatThrownBy(() -> take.run(BackupFixture.streaming(Compression.NONE)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("No space left on device");
      assertThat(instance.backups().getFirst().control().status()).isEqualTo(BackupStatus.ERROR);
      assertNoSlot(server);
    } finally {
      new ProcessBuilder("umount", small.toString()).inheritIO().start().waitFor();
    }
  }
}
