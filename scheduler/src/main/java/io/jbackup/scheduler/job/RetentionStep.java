package io.jbackup.scheduler.job;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.retention.Purge;
import io.jbackup.catalog.retention.PurgeResult;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.Wish;
import java.util.List;
import java.util.Optional;

/// Retention after a backup that is the newest and verified, on a node whose place in the cluster
/// did not change meanwhile. A failure leaves the backup as good as it is.
final class RetentionStep {
  private final Assignment assignment;
  private final Purge purge;

  RetentionStep(Assignment assignment) {
    this.assignment = assignment;
    this.purge =
        new Purge(
            assignment.instance(),
            assignment.locks(),
            new PurgeLog(assignment.log()),
            assignment.site().clock());
  }

  void cancel() {
    purge.cancel();
  }

  /// What was done, to be added to the backup's line.
  String after(StoredBackup backup) {
    RetentionPolicy policy = assignment.configuration().retention();
    boolean wal = assignment.configuration().deleteWal();
    if (!policy.isSet() && !wal) {
      return "";
    }
    Optional<String> doubt = doubt(backup);
    if (doubt.isPresent()) {
      assignment.log().warning("Retention is left to the next backup: " + doubt.get());
      return ", without retention: " + doubt.get();
    }
    Wish wish = policy.isSet() ? new Wish.Expired() : new Wish.Nothing();
    return purge(new RetentionRequest(wish, wal, policy, assignment.site().clock().getZone()));
  }

  private Optional<String> doubt(StoredBackup backup) {
    List<StoredBackup> all = assignment.instance().backups();
    if (all.isEmpty() || !all.getFirst().id().equals(backup.id())) {
      return Optional.of("backup " + backup.id() + " is not the newest one");
    }
    BackupStatus status = all.getFirst().control().status();
    if (status != BackupStatus.OK) {
      return Optional.of("backup " + backup.id() + " is " + status);
    }
    return assignment.change().get();
  }

  private String purge(RetentionRequest request) {
    try {
      PurgeResult result = purge.run(request);
      if (!result.inUse().isEmpty()) {
        assignment.log().warning("Left, because in use: " + result.inUse());
      }
      return result.backups() + result.walFiles() == 0
          ? ""
          : ", removed "
              + count(result.backups(), "backup")
              + " and "
              + count(result.walFiles(), "WAL file");
    } catch (CancelledException e) {
      throw e;
    } catch (BackupException e) {
      assignment.log().warning("The backup is good, retention after it failed: " + e.getMessage());
      return ", but retention failed: " + e.getMessage();
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
