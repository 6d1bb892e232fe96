package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.core.JobLog;

/// What is asked of the chosen backup itself.
final class RestoreGuards {
  private static final int OLDEST = 15;
  private static final int NEWEST = 18;

  private RestoreGuards() {}

  /// Throws CatalogException for a newer format, IdentityException for an unknown server version.
  static void check(StoredBackup backup, RestoreRequest request, JobLog log) {
    backup.requireKnownFormat();
    requireKnownServer(backup);
    BackupStatus status = backup.control().status();
    if (!status.isRestorable()) {
      log.warning(
          "Backup "
              + backup.id()
              + " HAS STATUS "
              + status
              + " AND IS RESTORED ONLY BECAUSE OF --force:"
              + " files may be missing or damaged, and the server may not start");
    }
    boolean ownWal = !RecoverySettings.needsArchive(request, backup.control().walMode());
    if (ownWal && !request.asReplica()) {
      log.info(
          "Without a recovery target backup "
              + backup.id()
              + " is restored as it was at its end; --recovery-target=latest goes on with the archive");
    }
    if (ownWal && !(request.timeline() instanceof TimelineChoice.Unset)) {
      log.warning(
          "--recovery-target-timeline is ignored: backup "
              + backup.id()
              + " carries its WAL and is restored without a target");
    }
  }

  private static void requireKnownServer(StoredBackup backup) {
    String version = backup.control().text(ControlField.SERVER_VERSION).orElse("");
    if (!version.matches("\\d{1,4}")) {
      throw new CatalogException(
          "the control file of backup " + backup.id() + " does not tell the server's version",
          "Correct \"server-version\" in its " + StoredBackup.CONTROL + ".");
    }
    int major = Integer.parseInt(version);
    if (major < OLDEST || major > NEWEST) {
      throw new IdentityException(
          "backup "
              + backup.id()
              + " is of PostgreSQL "
              + version
              + ", this jbackup knows "
              + OLDEST
              + " to "
              + NEWEST,
          "Use a version of jbackup that knows PostgreSQL " + version + ".");
    }
  }
}
