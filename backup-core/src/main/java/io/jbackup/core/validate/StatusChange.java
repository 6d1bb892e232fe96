package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import java.util.Optional;

/// Writes what a validation found into a backup's control file.
final class StatusChange {
  private final Instance instance;
  private final Locks locks;
  private final JobLog log;

  StatusChange(Instance instance, Locks locks, JobLog log) {
    this.instance = instance;
    this.locks = locks;
    this.log = log;
  }

  /// Says `status` of the backup unless it says so already, with the reason, empty for none. Leaves
  /// it as it is when it was changed since it was read, which `seen` is. A catalog that cannot be
  /// written, or a lock that is not to be had, is only warned of: what was found stays true.
  void apply(StoredBackup seen, BackupStatus status, String reason) {
    if (says(seen.control(), status, reason)) {
      return;
    }
    try (HeldLock _ = locks.acquire(LockTarget.backup(seen.id()), LockMode.EXCLUSIVE)) {
      write(seen, status, reason);
    } catch (LockedException | StorageException e) {
      log.warning(
          "Backup "
              + seen.id()
              + " could not be marked "
              + status
              + ", it is still "
              + seen.control().status()
              + ": "
              + e.getMessage());
    }
  }

  private void write(StoredBackup seen, BackupStatus status, String reason) {
    Optional<StoredBackup> now = instance.backup(seen.id());
    if (now.isEmpty() || !isSame(now.get().control(), seen.control())) {
      log.log("Backup " + seen.id() + " was changed meanwhile and is left as it is");
      return;
    }
    BackupControl control = now.get().control();
    now.get()
        .save(
            (reason.isEmpty()
                    ? control.without(ControlField.ERROR_MESSAGE)
                    : control.with(ControlField.ERROR_MESSAGE, reason))
                .with(status));
    if (seen.control().status() == status) {
      return;
    }
    String text = "Backup " + seen.id() + " is marked " + status;
    if (status == BackupStatus.OK) {
      log.info(text + ", it was " + seen.control().status());
    } else {
      log.warning(text);
    }
  }

  private static boolean says(BackupControl control, BackupStatus status, String reason) {
    return control.status() == status
        && control.text(ControlField.ERROR_MESSAGE).orElse("").equals(reason);
  }

  private static boolean isSame(BackupControl one, BackupControl other) {
    return one.text(ControlField.STATUS).equals(other.text(ControlField.STATUS))
        && one.text(ControlField.CONTENT_CRC).equals(other.text(ControlField.CONTENT_CRC));
  }
}
