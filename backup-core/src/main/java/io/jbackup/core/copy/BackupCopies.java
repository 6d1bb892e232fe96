package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.core.JobLog;
import java.util.List;
import java.util.Optional;

/// Copies the backups that are asked for, one after the other.
final class BackupCopies {
  private final Instance from;
  private final Locks fromLocks;
  private final Instance to;
  private final Locks toLocks;
  private final ObjectCopy objects;
  private final CopyValidation validation;
  private final JobLog log;

  BackupCopies(
      Instance from,
      Locks fromLocks,
      Instance to,
      Locks toLocks,
      ObjectCopy objects,
      CopyValidation validation,
      JobLog log) {
    this.from = from;
    this.fromLocks = fromLocks;
    this.to = to;
    this.toLocks = toLocks;
    this.objects = objects;
    this.validation = validation;
    this.log = log;
  }

  /// The oldest first: what others rest on comes before them.
  List<BackupId> chosen(List<BackupId> ids) {
    return ids.isEmpty()
        ? from.backups().stream()
            .filter(backup -> BackupFacts.of(backup).isRestorable())
            .map(StoredBackup::id)
            .sorted()
            .toList()
        : ids.stream().sorted().distinct().toList();
  }

  private StoredBackup restorable(BackupId id) {
    StoredBackup backup =
        from.backup(id)
            .orElseThrow(() ->
                new CatalogException(
                    "Requested backup \"" + id + "\" is not found.",
                    "\"jbackup show\" lists the backups of the instance."));
    if (!BackupFacts.of(backup).isRestorable()) {
      throw new CatalogException(
          "Backup " + id + " has status " + backup.control().status() + " and is not copied",
          "Copy one whose status is OK or DONE.");
    }
    return backup;
  }

  /// Nothing when it failed, which is told, or was removed meanwhile.
  CopyResult copy(BackupId id, CopyRequest request, CopyFailures failures) {
    try {
      return copy(id, request);
    } catch (CatalogException e) {
      if (request.backups().isEmpty() && isGone(id)) {
        log.info("Backup " + id + " was removed before it was copied");
      } else {
        failures.add("Backup " + id, e);
      }
    } catch (BackupException e) {
      failures.add("Backup " + id, e);
    }
    return CopyResult.NONE;
  }

  private boolean isGone(BackupId id) {
    return from.backup(id).filter(backup -> BackupFacts.of(backup).isRestorable()).isEmpty();
  }

  private CopyResult copy(BackupId id, CopyRequest request) {
    try (HeldLock _ = fromLocks.acquire(LockTarget.backup(id), LockMode.SHARED)) {
      // It may have been deleted before it was locked.
      StoredBackup backup = restorable(id);
      BackupCopy copy = new BackupCopy(to, toLocks, objects, log);
      Optional<BackupStatus> present = copy.present(backup);
      if (present.isPresent()) {
        log.info("Backup " + id + " is there already");
        if (present.get() != BackupStatus.OK && request.validate() && to.isReadable()) {
          validation.run(id, request.threads());
        }
        return CopyResult.backupPresent();
      }
      long bytes = transfer(copy, backup);
      if (request.validate()) {
        finish(id, request.threads());
      }
      log.info("Backup " + id + " is copied: " + bytes + " bytes");
      return CopyResult.backup(bytes);
    }
  }

  private long transfer(BackupCopy copy, StoredBackup backup) {
    log.info("Copying backup " + backup.id());
    objects.progress().begin("copying backup " + backup.id(), bytes(backup));
    try {
      return copy.copy(backup);
    } finally {
      objects.progress().end();
    }
  }

  private void finish(BackupId id, int threads) {
    if (to.isReadable()) {
      validation.run(id, threads);
    } else {
      log.warning("The copy of backup " + id + " was not read back, its status is DONE");
    }
  }

  private static long bytes(StoredBackup backup) {
    return backup.store().list(backup.folder()).objects().stream().mapToLong(o -> o.size()).sum();
  }
}
