package io.jbackup.core.copy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.validate.Outcome;
import io.jbackup.core.validate.ValidateInstance;
import io.jbackup.core.validate.ValidateRequest;
import io.jbackup.core.validate.ValidationSummary;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Copies backups and WAL of an instance to another catalog. What is there already with the same
/// content is left; what an earlier copy left unfinished is finished.
public final class CopyInstance {
  private final Instance from;
  private final Locks fromLocks;
  private final Instance to;
  private final Locks toLocks;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;

  /// @param to as [#target(Instance, Catalog)] gives it
  public CopyInstance(
      Instance from,
      Locks fromLocks,
      Instance to,
      Locks toLocks,
      JobLog log,
      Progress progress,
      Clock clock) {
    this.from = from;
    this.fromLocks = fromLocks;
    this.to = to;
    this.toLocks = toLocks;
    this.log = log;
    this.progress = progress;
    this.clock = clock;
  }

  /// The instance of the same name in another catalog, added there if need be. Throws
  /// IdentityException when that one is another cluster's.
  ///
  /// @param encrypt whether one that is added is encrypted with the keys that the other catalog was
  ///   opened with
  public static Instance target(Instance from, Catalog to, boolean encrypt) {
    if (!to.instances().contains(from.name())) {
      InstanceConfig config = from.config().without(ConfigKey.ENCRYPTED);
      return to.addInstance(from.name(), encrypt ? config.with(ConfigKey.ENCRYPTED, "on") : config);
    }
    Instance there = to.instance(from.name());
    if (there.config().systemIdentifier() != from.config().systemIdentifier()) {
      throw new IdentityException(
          "Instance '"
              + from.name()
              + "' in \""
              + to.location()
              + "\" is another cluster's: its system identifier is "
              + Long.toUnsignedString(there.config().systemIdentifier())
              + ", here it is "
              + Long.toUnsignedString(from.config().systemIdentifier()),
          "Copy to another catalog.");
    }
    return there;
  }

  /// Copies as asked. Throws CatalogException for a backup that is not there or cannot be restored,
  /// and for WAL of which the other catalog has another content; CorruptException when a copied
  /// backup turns out to be damaged.
  public CopyResult run(CopyRequest request) {
    try (HeldLock _ = fromLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = toLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      List<StoredBackup> backups = request.withBackups() ? chosen(request.backups()) : List.of();
      // Before the backups, which may need it; after they were listed, so that none lacks its own.
      CopyResult result = request.wal() ? copyWal(request) : new CopyResult(0, 0, 0, 0, 0);
      for (StoredBackup backup : backups) {
        result = result.plus(copy(backup, request));
      }
      return result;
    }
  }

  /// The oldest first: what others rest on comes before them.
  private List<StoredBackup> chosen(List<BackupId> ids) {
    if (ids.isEmpty()) {
      return from.backups().stream()
          .filter(backup -> BackupFacts.of(backup).isRestorable())
          .sorted(Comparator.comparing(StoredBackup::id))
          .toList();
    }
    return ids.stream().sorted().map(this::restorable).toList();
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

  private CopyResult copy(StoredBackup listed, CopyRequest request) {
    try (HeldLock _ = fromLocks.acquire(LockTarget.backup(listed.id()), LockMode.SHARED)) {
      // Read again: it may have been deleted before it was locked.
      StoredBackup backup = restorable(listed.id());
      BackupCopy copy = new BackupCopy(to, toLocks, objects(), log);
      if (copy.isPresent(backup)) {
        log.info("Backup " + backup.id() + " is there already");
        return new CopyResult(0, 1, 0, 0, 0);
      }
      log.info("Copying backup " + backup.id());
      progress.begin("copying backup " + backup.id(), bytes(backup));
      long bytes;
      try {
        bytes = copy.copy(backup);
      } finally {
        progress.end();
      }
      if (request.validate()) {
        validate(backup.id(), request.threads());
      }
      log.info("Backup " + backup.id() + " is copied: " + bytes + " bytes");
      return new CopyResult(1, 0, 0, 0, bytes);
    }
  }

  private static long bytes(StoredBackup backup) {
    return backup.store().list(backup.folder()).objects().stream().mapToLong(o -> o.size()).sum();
  }

  private void validate(BackupId id, int threads) {
    ValidationSummary summary =
        new ValidateInstance(to, toLocks, log, progress, clock)
            .run(new ValidateRequest(Optional.of(id), threads, true));
    switch (summary.outcomes().getOrDefault(id, Outcome.SKIPPED)) {
      case VALID -> log.log("The copy of backup " + id + " is valid");
      case DAMAGED, UNKNOWN, SKIPPED ->
          throw new CorruptException(
              "the copy of backup " + id + " in \"" + to.catalog().location() + "\" is not valid",
              "Validate the original. A backup without --stream needs its WAL there: copy it with"
                  + " --wal.");
      case LOCKED ->
          throw new LockedException(
              "the copy of backup " + id + " is locked by another process",
              "Validate it with \"jbackup validate\" when that ends.");
      case UNREAD -> throw summary.obstacle().orElseThrow();
    }
  }

  /// Copies these files of the archive, which the other one is not known to have: it is not listed.
  /// Throws as [#run(CopyRequest)] does.
  ///
  /// @param done is told of each file that is there then; called by any thread
  public CopyResult copyWal(List<ArchivedFile> files, int threads, Consumer<ArchivedFile> done) {
    try (HeldLock _ = fromLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = toLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      return new WalCopy(from.archive(), to.archive(), objects(), threads)
          .run(files, _ -> false, done);
    }
  }

  private CopyResult copyWal(CopyRequest request) {
    log.info("Copying the WAL archive of instance '" + from.name() + "'");
    progress.begin("copying WAL", -1);
    try {
      CopyResult result =
          new WalCopy(from.archive(), to.archive(), objects(), request.threads()).run();
      log.info(
          "WAL files copied: "
              + result.walFiles()
              + ", there already: "
              + result.walFilesPresent());
      return result;
    } finally {
      progress.end();
    }
  }

  private ObjectCopy objects() {
    return new ObjectCopy(from.store(), to.store(), progress);
  }
}
