package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.core.copy.CopyRequest;
import io.jbackup.scheduler.config.MirrorSettings;
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
  private final Failures failures;
  private final Patience<BackupId> patience;
  private volatile boolean retentionDue;
  private volatile @Nullable RunningProgress progress;

  BackupWork(
      Site site,
      String instance,
      MirrorSettings settings,
      Known known,
      MirrorLog log,
      Failures failures,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.known = known;
    this.log = log;
    this.clock = site.clock();
    this.failures = failures;
    this.patience = new Patience<>(settings.walEvery(), site.clock());
    this.cancelled = cancelled;
    this.ends = new Ends(site, instance, settings);
  }

  Optional<Running> running() {
    return Optional.ofNullable(progress).map(RunningProgress::now);
  }

  /// Whether one of these is to be copied now.
  boolean isDue(List<StoredBackup> backups) {
    patience.keepOnly(backups.stream().map(StoredBackup::id).toList());
    if (backups.isEmpty() && !retentionDue) {
      failures.end();
    }
    return retentionDue || backups.stream().anyMatch(backup -> patience.isDue(backup.id()));
  }

  /// Copies these, whose WAL is there as far as it can be copied, the newest first, then applies
  /// retention. One that fails is told, and tried again later. Does nothing when another node is at
  /// it.
  void copy(List<StoredBackup> backups) {
    ends.requireMirror();
    Locks locks = ends.toLocks();
    Optional<HeldLock> lock = locks.tryAcquire(LOCK, LockMode.EXCLUSIVE);
    if (lock.isPresent()) {
      copy(backups, lock.get(), locks);
    } else {
      known.listBackups(ends.to());
    }
    if (patience.isEmpty()) {
      failures.end();
    }
  }

  private void copy(List<StoredBackup> backups, HeldLock lock, Locks locks) {
    RunningProgress shown = new RunningProgress("mirror", clock);
    progress = shown;
    try (lock) {
      ends.requireMirror();
      for (StoredBackup backup : Order.newestFirst(backups)) {
        if (patience.isDue(backup.id())) {
          copy(backup, locks, shown);
        }
      }
      if (retentionDue) {
        new MirrorRetention(ends.to().reread(), locks, settings, log, clock, known)
            .apply(backups, this::requireNotCancelled);
        retentionDue = false;
      }
    } finally {
      progress = null;
    }
  }

  private void copy(StoredBackup backup, Locks locks, RunningProgress shown) {
    requireNotCancelled();
    CopyInstance copy = ends.copy(locks, log, new CopyProgress(shown, cancelled));
    Optional<BackupException> failure =
        copy.run(new CopyRequest(List.of(backup.id()), true, false, true, settings.threads()))
            .worst();
    if (failure.isPresent()) {
      patience.failed(backup.id());
      failures.add(failure.get());
      return;
    }
    patience.worked(backup.id());
    known.add(backup);
    retentionDue = true;
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
