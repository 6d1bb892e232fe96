package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameThreads;
import io.jbackup.core.restore.TargetQuestion;
import io.jbackup.core.restore.TargetSearch;
import java.time.ZoneId;

/// Answers whether a recovery target can be reached now, and from which backup: reads all WAL on
/// the way, and the whole backup.
public final class ValidateTarget {
  private final Instance instance;
  private final Locks locks;
  private final JobLog log;
  private final Progress progress;
  private final ZoneId zone;

  /// Times in messages are of `zone`.
  public ValidateTarget(
      Instance instance, Locks locks, JobLog log, Progress progress, ZoneId zone) {
    this.instance = instance;
    this.locks = locks;
    this.log = log;
    this.progress = progress;
    this.zone = zone;
  }

  /// Says where recovery will end. Throws TargetException when the target cannot be reached, after
  /// a warning that says how far recovery gets; StorageException when something that may be whole
  /// cannot be read.
  public TargetSearch.Goal run(TargetQuestion question, int threads, boolean pages) {
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      FrameThreads.tell(threads, instance.store(), log);
      BackupValidation validation =
          new BackupValidation(instance, locks, log, progress, zone, threads, pages);
      TargetSearch search = new TargetSearch(instance, question, log, progress, zone);
      TargetSearch.Goal goal =
          search.find(id -> {
            Outcome outcome = validation.validate(id);
            if (outcome == Outcome.UNREAD) {
              throw obstacle(validation);
            }
            return outcome == Outcome.VALID;
          });
      log.info(
          "Backup validation completed successfully on "
              + TargetSearch.words(goal, zone)
              + " with backup "
              + goal.backup());
      return goal;
    }
  }

  private static BackupException obstacle(BackupValidation validation) {
    return validation.obstacle().orElseThrow();
  }
}
