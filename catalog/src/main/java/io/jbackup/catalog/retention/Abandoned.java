package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.store.Listing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Backups whose processes died: those RUNNING that nobody holds, and folders in which nothing is.
final class Abandoned {
  /// No writer is at one file for longer.
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final Instance instance;
  private final Locks locks;
  private final PurgeListener listener;
  private final Clock clock;

  Abandoned(Instance instance, Locks locks, PurgeListener listener, Clock clock) {
    this.instance = instance;
    this.locks = locks;
    this.listener = listener;
    this.clock = clock;
  }

  /// The picture as it will be once they are settled.
  InstancePicture assumedAway() {
    InstancePicture picture = InstancePicture.take(instance, clock);
    List<BackupFacts> backups = new ArrayList<>();
    for (BackupFacts backup : picture.backups()) {
      boolean owned = !locks.owners(LockTarget.backup(backup.id())).isEmpty();
      if (backup.status() == BackupStatus.RUNNING && !owned) {
        backups.add(backup.with(BackupStatus.ERROR));
      } else if (backup.status() != BackupStatus.UNKNOWN || owned || !isEmpty(backup)) {
        backups.add(backup);
      }
    }
    return new InstancePicture(
        picture.instance(), picture.segmentSize(), picture.takenAt(), backups, picture.archive());
  }

  private boolean isEmpty(BackupFacts backup) {
    return instance.backup(backup.id()).filter(Abandoned::isEmpty).isPresent();
  }

  private static boolean isEmpty(StoredBackup backup) {
    Listing listing = backup.store().list(backup.folder());
    return listing.objects().isEmpty() && listing.folders().isEmpty();
  }

  /// Marks the first ERROR and removes the second.
  void settle() {
    for (StoredBackup backup : instance.backups()) {
      BackupStatus status = backup.control().status();
      if (status == BackupStatus.RUNNING || (status == BackupStatus.UNKNOWN && isEmpty(backup))) {
        Optional<HeldLock> lock =
            locks.tryAcquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE);
        if (lock.isPresent()) {
          try (HeldLock _ = lock.get()) {
            instance.backup(backup.id()).ifPresent(this::settle);
          }
        }
      }
    }
  }

  /// Removes the unfinished files of processes that died, but not those of backups that are taken.
  void sweep() {
    Instant limit = clock.instant().minus(LEFTOVER_AGE);
    locks.sweep();
    int swept = instance.sweep(limit);
    for (StoredBackup backup : instance.backups()) {
      if (backup.control().status() != BackupStatus.RUNNING) {
        swept += backup.store().sweep(backup.folder(), limit);
      }
    }
    if (swept > 0) {
      listener.log("removed unfinished files of processes that died: " + swept);
    }
  }

  /// Its lock is held, and it is read anew: it may have ended between the two.
  private void settle(StoredBackup backup) {
    if (backup.control().status() == BackupStatus.RUNNING) {
      backup.saveAnyway(
          backup
              .control()
              .with(ControlField.END_TIME, clock.instant())
              .with(ControlField.ERROR_MESSAGE, "the process that took it is gone")
              .with(BackupStatus.ERROR));
      listener.warning(
          "Backup "
              + backup.id()
              + " has status RUNNING, and the process that took it is gone: it is marked ERROR");
    } else if (backup.control().status() == BackupStatus.UNKNOWN && isEmpty(backup)) {
      backup.store().deleteFolder(backup.folder());
      listener.log("removed the empty folder of backup " + backup.id());
    }
  }
}
