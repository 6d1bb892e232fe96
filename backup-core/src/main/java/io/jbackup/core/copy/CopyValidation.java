package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.validate.Outcome;
import io.jbackup.core.validate.ValidateInstance;
import io.jbackup.core.validate.ValidateRequest;
import io.jbackup.core.validate.ValidationSummary;
import java.time.Clock;
import java.util.Optional;

/// Validates copies of backups, which become OK or CORRUPT by it.
record CopyValidation(Instance to, Locks locks, JobLog log, Progress progress, Clock clock) {
  /// Throws CorruptException when the copy is not valid.
  void run(BackupId id, int threads) {
    ValidationSummary summary =
        new ValidateInstance(to, locks, log, progress, clock)
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
}
