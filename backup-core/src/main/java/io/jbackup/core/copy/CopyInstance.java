package io.jbackup.core.copy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.SamePlace;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.copy.WalFileCopy.Presence;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

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
  /// IdentityException when that one is another cluster's, UsageException when the other catalog is
  /// the instance's own.
  ///
  /// @param encrypt whether one that is added is encrypted with the keys that the other catalog was
  ///   opened with
  public static Instance target(Instance from, Catalog to, boolean encrypt) {
    SamePlace.refuse(from.catalog().location(), to.location());
    if (!to.instances().contains(from.name())) {
      InstanceConfig config = portable(from.config());
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

  /// Without what holds for the one catalog only: whether it is encrypted, and what a store is
  /// asked to do with its objects.
  private static InstanceConfig portable(InstanceConfig config) {
    InstanceConfig portable = config.without(ConfigKey.ENCRYPTED);
    for (ConfigKey key : ConfigKey.values()) {
      if (key.group() == ConfigKey.Group.OBJECTS) {
        portable = portable.without(key);
      }
    }
    return portable;
  }

  /// Copies as asked, and goes on after what cannot be copied: a backup that is not there or cannot
  /// be restored, WAL that is damaged or of which the other catalog has another content, a copy
  /// that turns out to be damaged. Throws CatalogException when the instance cannot be read at all.
  public CopyResult run(CopyRequest request) {
    requireReadable();
    try (HeldLock _ = fromLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = toLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      CopyFailures failures = new CopyFailures(log);
      BackupCopies copies = backups();
      List<BackupId> backups = request.withBackups() ? copies.chosen(request.backups()) : List.of();
      warnIfUnreadable();
      // Before the backups, which may need it; after they were listed, so that none lacks its own.
      CopyResult result = request.wal() ? copyWal(request, failures) : CopyResult.NONE;
      for (BackupId backup : backups) {
        if (!failures.isHopeless()) {
          result = result.plus(copies.copy(backup, request, failures));
        }
      }
      if (failures.isHopeless()) {
        log.warning(
            "The copy of instance '" + from.name() + "' ends: the storage failed too often");
      }
      return result.plus(failures.sum());
    }
  }

  private void requireReadable() {
    if (!from.isReadable()) {
      throw new CatalogException(
          "instance '" + from.name() + "' cannot be copied: this host can encrypt and not decrypt",
          "Run the command where the private key is, with --decrypt-identity-file.");
    }
  }

  private void warnIfUnreadable() {
    if (!to.isReadable()) {
      log.warning(
          "The copy of instance '"
              + from.name()
              + "' can be neither compared nor verified here: this host can encrypt and not"
              + " decrypt. What is there in the right size is left. Run \"jbackup validate\" of it"
              + " where the private key is");
    }
  }

  /// Copies these files of the archive, without listing the other one; what fails is only told to
  /// the listener. Throws as [#run(CopyRequest)] does.
  ///
  /// @param otherForm whether the other one may have a file under another compression
  public CopyResult copyWal(
      List<ArchivedFile> files,
      int threads,
      Predicate<ArchivedFile> otherForm,
      WalCopyListener listener) {
    requireReadable();
    try (HeldLock _ = fromLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = toLocks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      return new WalCopy(from, to, objects(), threads, log, listener)
          .run(files, at -> otherForm.test(files.get(at)) ? Presence.OTHER_FORM : Presence.ABSENT);
    }
  }

  private CopyResult copyWal(CopyRequest request, CopyFailures failures) {
    log.info("Copying the WAL archive of instance '" + from.name() + "'");
    progress.begin("copying WAL", -1);
    try {
      CopyResult result =
          new WalCopy(from, to, objects(), request.threads(), log, failures.ofWal()).run();
      log.info(
          "WAL files copied: "
              + result.walFiles()
              + ", there already: "
              + result.walFilesPresent());
      return result;
    } catch (BackupException e) {
      failures.add("The WAL archive", e);
      return CopyResult.NONE;
    } finally {
      progress.end();
    }
  }

  private BackupCopies backups() {
    return new BackupCopies(
        from,
        fromLocks,
        to,
        toLocks,
        objects(),
        new CopyValidation(to, toLocks, log, progress, clock),
        log);
  }

  private ObjectCopy objects() {
    return new ObjectCopy(from, to, progress);
  }
}
