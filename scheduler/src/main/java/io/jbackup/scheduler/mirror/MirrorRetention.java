package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.retention.Purge;
import io.jbackup.catalog.retention.PurgeResult;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.Wish;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.PurgeLog;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Removes from a mirror what it does not keep, by what is there.
record MirrorRetention(
    Instance mirror,
    Locks locks,
    MirrorSettings settings,
    MirrorLog log,
    Clock clock,
    Known known) {
  /// WAL stays while a backup is to come that is older than those which are there: it is needed
  /// then, and nobody else would know.
  ///
  /// @param wanted which the mirror has by now, or not
  void apply(List<StoredBackup> wanted, Runnable requireNotCancelled) {
    RetentionRequest request = Wanted.request(mirror, settings, clock);
    Optional<BackupId> oldestMissing =
        wanted.stream().map(StoredBackup::id).filter(known::lacks).min(Comparator.naturalOrder());
    if (request.wal() && oldestMissing.isPresent()) {
      purge(with(request, false), requireNotCancelled);
      Optional<BackupId> oldest = oldest();
      if (oldest.isEmpty() || oldestMissing.get().compareTo(oldest.get()) < 0) {
        log.log("WAL of the mirror is not removed: backup " + oldestMissing.get() + " is to come");
        return;
      }
    }
    purge(request, requireNotCancelled);
  }

  private static RetentionRequest with(RetentionRequest request, boolean wal) {
    return new RetentionRequest(request.wish(), wal, request.policy(), request.zone());
  }

  private Optional<BackupId> oldest() {
    return mirror.backups().stream()
        .map(BackupFacts::of)
        .filter(BackupFacts::isRestorable)
        .map(BackupFacts::id)
        .min(Comparator.naturalOrder());
  }

  private void purge(RetentionRequest request, Runnable requireNotCancelled) {
    requireNotCancelled.run();
    if (request.wish() instanceof Wish.Nothing && !request.wal()) {
      return;
    }
    PurgeResult result = new Purge(mirror, locks, new PurgeLog(log), clock).run(request);
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
}
