package io.jbackup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.RestoreBackup;
import io.jbackup.core.restore.RestoreRequest;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups and restores that meet others at the same instance.
class LockedUseIT {
  private static final int NEWEST = 18;

  @TempDir Path directory;
  private final RecordingLog log = new RecordingLog();

  @Test
  void twoBackupsOfOneInstanceRunAtTheSameTime() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      TakeBackup slow = BackupFixture.backup(instance, server, log);
      SlotChoice slot = new SlotChoice.Temporary("slow");
      CompletableFuture<BackupResult> first =
          CompletableFuture.supplyAsync(() -> slow.run(BackupFixture.slow(slot)));
      server.await("select count(*) = 1 from pg_stat_replication where state = 'backup'");
      StoredBackup running = instance.backups().getFirst();
      Locks other = instance.locks(LockRequest.withoutWaiting("delete"));
      assertThat(running.control().status()).isEqualTo(BackupStatus.RUNNING);
      assertThat(other.tryAcquire(LockTarget.backup(running.id()), LockMode.SHARED)).isEmpty();
      assertThat(other.owners(LockTarget.backup(running.id())))
          .extracting(LockOwner::verb, LockOwner::mode)
          .containsExactly(tuple("backup", LockMode.EXCLUSIVE));
      assertThat(other.tryAcquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE)).isEmpty();

      BackupFixture.backup(instance, server, log).run(BackupFixture.streaming());

      slow.cancel();
      assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(instance.backups())
          .extracting(backup -> backup.control().status())
          .containsExactly(BackupStatus.OK, BackupStatus.ERROR);
      other.acquire(LockTarget.backup(running.id()), LockMode.EXCLUSIVE).close();
      other.acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE).close();
    }
  }

  /// Another command has locked the newest backup when the restore chooses it, and lets go of it
  /// after it has changed its status.
  private final class Meanwhile implements LockListener {
    private final StoredBackup backup;
    private final HeldLock lock;

    Meanwhile(StoredBackup backup, HeldLock lock) {
      this.backup = backup;
      this.lock = lock;
    }

    @Override
    public void waiting(String what, List<LockOwner> owners, Duration waited) {
      backup.save(backup.control().with(BackupStatus.CORRUPT));
      lock.close();
    }

    @Override
    public void detail(String message) {
      log.log(message);
    }
  }

  @Test
  void aBackupFoundDamagedBeforeItIsLockedIsNotRestored() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      BackupFixture.backup(instance, server, log).run(BackupFixture.streaming());
      BackupFixture.backup(instance, server, log).run(BackupFixture.streaming());
      StoredBackup newest = instance.backups().getFirst();
      Locks validate = instance.locks(LockRequest.withoutWaiting("validate"));
      LockTarget target = LockTarget.backup(newest.id());
      LockListener meanwhile = new Meanwhile(newest, validate.acquire(target, LockMode.EXCLUSIVE));
      Locks locks =
          instance.locks(
              new LockRequest("restore", Duration.ofMinutes(1), meanwhile, Clock.systemUTC()));
      RestoreRequest request =
          RestoreRequest.builder(directory.resolve("restored"), Path.of("/jbackup")).build();

      assertThat(
              new RestoreBackup(instance, locks, log, Progress.NONE, Clock.systemUTC())
                  .run(request)
                  .backup())
          .isEqualTo(instance.backups().getLast().id());
    }
  }

  @Test
  void nothingIsTakenIntoAnInstanceThatWasRemoved() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      TakeBackup take = BackupFixture.backup(instance, server, log);
      instance.catalog().deleteInstance(instance.name());

      assertThatThrownBy(() -> take.run(BackupFixture.streaming()))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("does not exist in this backup catalog");
      assertThat(directory.resolve("catalog/backups/main")).doesNotExist();
    }
  }
}
