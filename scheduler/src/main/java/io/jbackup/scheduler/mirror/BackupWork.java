package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.retention.Purge;
import io.jbackup.catalog.retention.PurgeResult;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.Wish;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.core.copy.CopyRequest;
import io.jbackup.core.copy.CopyResult;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.PurgeLog;
import io.jbackup.scheduler.job.RunningProgress;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Copies backups, and applies the mirror's retention after them. For one thread.
final class BackupWork implements AutoCloseable {
  private static final LockTarget LOCK = LockTarget.scheduled("mirror-backups");

  private final MirrorSettings settings;
  private final Known known;
  private final MirrorLog log;
  private final Clock clock;
  private final BooleanSupplier cancelled;
  private final Ends ends;
  private volatile boolean retentionDue;
  private volatile @Nullable RunningProgress progress;

  BackupWork(
      Site site,
      String instance,
      MirrorSettings settings,
      Known known,
      MirrorLog log,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.known = known;
    this.log = log;
    this.clock = site.clock();
    this.cancelled = cancelled;
    this.ends = new Ends(site, instance, settings);
  }

  /// Whether retention has still to follow on a backup that was copied.
  boolean isRetentionDue() {
    return retentionDue;
  }

  Optional<Running> running() {
    return Optional.ofNullable(progress).map(RunningProgress::now);
  }

  /// Copies these, whose WAL is there, the oldest first, then applies retention. Does nothing when
  /// another node is at it.
  void copy(List<StoredBackup> backups) {
    Locks locks = ends.toLocks();
    Optional<HeldLock> lock = locks.tryAcquire(LOCK, LockMode.EXCLUSIVE);
    if (lock.isEmpty()) {
      known.listBackups(ends.to());
      return;
    }
    RunningProgress shown = new RunningProgress("mirror", clock);
    progress = shown;
    try (HeldLock _ = lock.get()) {
      for (StoredBackup backup : backups) {
        copy(backup, locks, shown);
      }
      if (retentionDue) {
        applyRetention(locks);
        retentionDue = false;
      }
    } finally {
      progress = null;
    }
  }

  private void copy(StoredBackup backup, Locks locks, RunningProgress shown) {
    requireNotCancelled();
    CopyInstance copy = ends.copy(locks, log, new CopyProgress(shown, cancelled));
    CopyResult result =
        copy.run(new CopyRequest(List.of(backup.id()), true, false, true, settings.threads()));
    if (result.worst().isPresent()) {
      throw result.worst().get();
    }
    known.add(backup.id());
    retentionDue = true;
  }

  private void applyRetention(Locks locks) {
    requireNotCancelled();
    Instance to = ends.to().reread();
    RetentionRequest request = Wanted.request(to, settings, clock);
    if (request.wish() instanceof Wish.Nothing && !request.wal()) {
      return;
    }
    PurgeResult result = new Purge(to, locks, new PurgeLog(log), clock).run(request);
    if (result.backups() + result.walFiles() > 0) {
      log.info(
          "Retention of the mirror removed backups: "
              + result.backups()
              + ", WAL files: "
              + result.walFiles());
      known.distrust();
    }
    if (!result.inUse().isEmpty()) {
      log.warning("Retention of the mirror left what is in use: " + result.inUse());
    }
  }

  private void requireNotCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancelledException(
          "the mirror was ended", "It goes on when the service runs again.");
    }
  }

  /// Both ends are opened again for the next copy.
  @Override
  public void close() {
    ends.close();
  }
}
