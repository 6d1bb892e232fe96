package io.jbackup.cli.command;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.log.Log;
import io.jbackup.core.validate.Outcome;
import io.jbackup.core.validate.ValidationSummary;
import java.util.List;
import java.util.Optional;

/// The last lines of `validate` and its exit code: damage counts most, then what could not be read,
/// then what was locked.
final class ValidateAnswer {
  private final Log log;

  ValidateAnswer(Log log) {
    this.log = log;
  }

  /// Throws the obstacle when nothing is damaged.
  int all(List<ValidationSummary> summaries, Optional<BackupException> obstacle) {
    boolean backups = summaries.stream().anyMatch(ValidateAnswer::hasDamagedBackup);
    boolean archive = summaries.stream().anyMatch(summary -> summary.archiveDamages() > 0);
    boolean locked = summaries.stream().anyMatch(ValidationSummary::isLocked);
    if (backups) {
      log.warning("Some backups are not valid");
    }
    if (archive) {
      log.warning("Some WAL of the archive is damaged or missing");
    }
    if (locked) {
      log.warning("Some backups weren't locked and they were skipped");
    }
    if (backups || archive) {
      return ExitCode.CORRUPT.code();
    }
    if (obstacle.isPresent()) {
      throw obstacle.get();
    }
    if (locked) {
      return ExitCode.LOCKED.code();
    }
    log.info("All backups are valid");
    return ExitCode.SUCCESS.code();
  }

  private static boolean hasDamagedBackup(ValidationSummary summary) {
    return summary.count(Outcome.DAMAGED) > 0 || summary.count(Outcome.UNKNOWN) > 0;
  }

  /// Throws the obstacle when that is why nothing is known.
  int one(BackupId id, ValidationSummary summary) {
    return switch (summary.outcomes().getOrDefault(id, Outcome.SKIPPED)) {
      case VALID -> {
        log.info("Backup " + id + " is valid");
        yield ExitCode.SUCCESS.code();
      }
      case DAMAGED, UNKNOWN, SKIPPED -> {
        log.warning("Backup " + id + " is not valid");
        yield ExitCode.CORRUPT.code();
      }
      case LOCKED -> ExitCode.LOCKED.code();
      case UNREAD -> throw summary.obstacle().orElseThrow();
    };
  }
}
