package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.verify.Damages;
import io.jbackup.core.verify.DataVerification;
import io.jbackup.core.verify.WalVerification;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Validates backups of one instance, each after those that it needs, and marks them by what was
/// found.
final class BackupValidation {
  private final Instance instance;
  private final Locks locks;
  private final JobLog log;
  private final Progress progress;
  private final ZoneId zone;
  private final int threads;
  private final boolean pages;
  private final StatusChange change;
  private final Map<BackupId, Outcome> outcomes = new LinkedHashMap<>();
  private @Nullable BackupException obstacle;

  BackupValidation(
      Instance instance,
      Locks locks,
      JobLog log,
      Progress progress,
      ZoneId zone,
      int threads,
      boolean pages) {
    this.instance = instance;
    this.locks = locks;
    this.log = log;
    this.progress = progress;
    this.zone = zone;
    this.threads = threads;
    this.pages = pages;
    change = new StatusChange(instance, locks, log);
  }

  /// Each backup once, in the order of their validation.
  Map<BackupId, Outcome> outcomes() {
    return outcomes;
  }

  /// The first failure that left a backup unread.
  Optional<BackupException> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /// Validates a backup unless that was done already.
  Outcome validate(BackupId id) {
    Outcome known = outcomes.get(id);
    if (known != null) {
      return known;
    }
    Outcome outcome = instance.backup(id).map(this::byStatus).orElse(Outcome.SKIPPED);
    outcomes.put(id, outcome);
    return outcome;
  }

  private Outcome byStatus(StoredBackup backup) {
    BackupStatus status = backup.control().status();
    return switch (status) {
      case UNKNOWN -> unknown(backup);
      case RUNNING -> running(backup);
      case ERROR, DELETING, MERGING, MERGED -> {
        log.warning("Backup " + backup.id() + " has status " + status + ". Skip validation.");
        yield Outcome.SKIPPED;
      }
      case OK, DONE, CORRUPT, ORPHAN -> withParent(backup);
    };
  }

  private Outcome unknown(StoredBackup backup) {
    String why =
        backup.problem().isEmpty()
            ? "its control file says status \""
                + backup.control().text(ControlField.STATUS).orElse("")
                + "\", which is none"
            : backup.problem();
    log.warning("Backup " + backup.id() + " has status UNKNOWN. Skip validation: " + why);
    return Outcome.UNKNOWN;
  }

  /// Its process holds the lock as long as it lives.
  private Outcome running(StoredBackup backup) {
    LockTarget target = LockTarget.backup(backup.id());
    Optional<HeldLock> free;
    try {
      free = locks.tryAcquire(target, LockMode.EXCLUSIVE);
    } catch (StorageException e) {
      return unread(backup, e);
    }
    if (free.isEmpty()) {
      String owner =
          locks.owners(target).stream()
              .findFirst()
              .map((LockOwner o) -> " by " + o.describe(zone))
              .orElse("");
      log.info("Backup " + backup.id() + " is being taken" + owner + ". Skip validation.");
      return Outcome.LOCKED;
    }
    free.get().close();
    log.warning(
        "Backup " + backup.id() + " has status RUNNING, and the process that took it is gone");
    change.apply(backup, BackupStatus.ERROR, "the process that took it is gone");
    return Outcome.SKIPPED;
  }

  private Outcome withParent(StoredBackup backup) {
    Optional<String> parent =
        backup.control().text(ControlField.PARENT_BACKUP_ID).filter(text -> !text.isEmpty());
    if (parent.isEmpty()) {
      return locked(backup, true);
    }
    Optional<BackupId> id = parent.filter(BackupId::isBackupId).map(BackupId::new);
    boolean cyclic = id.filter(other -> other.compareTo(backup.id()) >= 0).isPresent();
    Outcome outcome =
        id.isEmpty() || cyclic || instance.backup(id.get()).isEmpty()
            ? Outcome.DAMAGED
            : validate(id.get());
    return switch (outcome) {
      case VALID -> locked(backup, true);
      case LOCKED, UNREAD -> locked(backup, false);
      case DAMAGED, UNKNOWN, SKIPPED -> orphan(backup, parent.get());
    };
  }

  private Outcome orphan(StoredBackup backup, String parent) {
    String why = "it needs backup " + parent + ", which is not valid";
    log.warning("Backup " + backup.id() + " is orphaned: " + why);
    if (backup.control().status() != BackupStatus.CORRUPT) {
      change.apply(backup, BackupStatus.ORPHAN, why);
    }
    return Outcome.DAMAGED;
  }

  /// @param parentIsValid false when nothing is known of the backup that it needs
  private Outcome locked(StoredBackup listed, boolean parentIsValid) {
    StoredBackup backup;
    Damages damages = new Damages(log::warning);
    try (HeldLock _ = locks.acquire(LockTarget.backup(listed.id()), LockMode.SHARED)) {
      Optional<StoredBackup> now = instance.backup(listed.id());
      if (now.isEmpty() || now.get().control().status() != listed.control().status()) {
        log.log("Backup " + listed.id() + " was changed meanwhile");
        return Outcome.SKIPPED;
      }
      backup = now.get();
      backup.requireKnownFormat();
      read(backup, damages);
    } catch (LockedException e) {
      log.warning("Backup " + listed.id() + " is locked. Skip validation: " + e.getMessage());
      return Outcome.LOCKED;
    } catch (StorageException | CatalogException | IdentityException e) {
      return unread(listed, e);
    }
    return conclude(backup, damages, parentIsValid);
  }

  private void read(StoredBackup backup, Damages damages) {
    log.info("Validating backup " + backup.id());
    new DataVerification(backup, threads, progress).collect(damages, pages);
    if (damages.isEmpty()) {
      log.info("Backup " + backup.id() + " data files are valid");
    } else {
      log.warning("Backup " + backup.id() + " data files are corrupted");
    }
    try {
      new WalVerification(backup).run();
      log.info("Backup " + backup.id() + " WAL segments are valid");
    } catch (CorruptException | WalException | IdentityException e) {
      damages.add(e);
    }
  }

  private Outcome conclude(StoredBackup backup, Damages damages, boolean parentIsValid) {
    if (!damages.isEmpty()) {
      if (damages.count() > damages.texts().size()) {
        log.warning(
            "Backup " + backup.id() + " has " + damages.count() + " damages, the first were named");
      }
      change.apply(backup, BackupStatus.CORRUPT, damages.summary());
      return Outcome.DAMAGED;
    }
    if (!parentIsValid) {
      return Outcome.UNREAD;
    }
    change.apply(backup, BackupStatus.OK, "");
    return Outcome.VALID;
  }

  private Outcome unread(StoredBackup backup, BackupException why) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("interrupted", "Run the command again.", why);
    }
    log.warning("Backup " + backup.id() + " was not validated: " + why.getMessage());
    if (obstacle == null) {
      obstacle = why;
    }
    return Outcome.UNREAD;
  }

  /// Validates all of them, oldest first.
  void validate(List<BackupId> ids) {
    ids.stream().sorted().forEach(this::validate);
  }
}
