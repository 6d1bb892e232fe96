package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameThreads;
import java.time.Clock;

/// Reads what is stored of one instance, every byte of it, and marks its backups by what it finds.
/// Goes on after damage, locked backups and failures of the storage, and tells all of it.
public final class ValidateInstance {
  private final Instance instance;
  private final Locks locks;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;

  /// Times in messages are of the clock's zone.
  public ValidateInstance(
      Instance instance, Locks locks, JobLog log, Progress progress, Clock clock) {
    this.instance = instance;
    this.locks = locks;
    this.log = log;
    this.progress = progress;
    this.clock = clock;
  }

  /// Validates as asked. Throws CatalogException when there is no such backup, LockedException when
  /// the whole instance is locked, StorageException when it cannot be listed, CancelledException
  /// when the thread is interrupted.
  public ValidationSummary run(ValidateRequest request) {
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      FrameThreads.tell(request.threads(), instance.store(), log);
      return request.backup().isPresent() ? one(request) : all(request);
    }
  }

  private BackupValidation validation(ValidateRequest request) {
    return new BackupValidation(
        instance, locks, log, progress, clock.getZone(), request.threads(), request.pages());
  }

  private ValidationSummary one(ValidateRequest request) {
    BackupId id = request.backup().orElseThrow();
    if (instance.backup(id).isEmpty()) {
      throw new CatalogException(
          "Requested backup \"" + id + "\" is not found.",
          "\"jbackup show\" lists the backups of the instance.");
    }
    BackupValidation validation = validation(request);
    validation.validate(id);
    return new ValidationSummary(validation.outcomes(), 0, validation.obstacle());
  }

  private ValidationSummary all(ValidateRequest request) {
    log.info("Validate backups of the instance '" + instance.name() + "'");
    BackupValidation validation = validation(request);
    validation.validate(instance.backups().stream().map(StoredBackup::id).toList());
    ArchiveValidation.Result archive =
        new ArchiveValidation(instance, log, progress, clock, request.threads()).run();
    return new ValidationSummary(
        validation.outcomes(), archive.damages(), validation.obstacle().or(archive::obstacle));
  }
}
