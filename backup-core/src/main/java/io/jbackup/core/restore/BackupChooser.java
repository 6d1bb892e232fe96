package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.restore.Verdict.Unsuitable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Chooses among the backups of an instance, by records alone.
final class BackupChooser {
  private final Suitability suitability;
  private final RecoveryTarget target;

  BackupChooser(Suitability suitability, RecoveryTarget target) {
    this.suitability = suitability;
    this.target = target;
  }

  /// All that can be taken, newest first. Throws TargetException when there is none.
  List<Suitable> choose(List<Candidate> newestFirst) {
    List<Suitable> suitable = new ArrayList<>();
    List<Unsuitable> others = new ArrayList<>();
    for (Candidate candidate : newestFirst) {
      switch (suitability.judge(candidate, false)) {
        case Suitable verdict -> suitable.add(verdict);
        case Unsuitable verdict -> others.add(verdict);
      }
    }
    if (suitable.isEmpty()) {
      throw new TargetException("Backup satisfying target options is not found.", hint(others));
    }
    return suitable;
  }

  private String hint(List<Unsuitable> others) {
    if (others.isEmpty()) {
      return "There is no backup of this instance; take one with \"jbackup backup\".";
    }
    return "To reach "
        + target.words()
        + " a backup must be complete before it: "
        + others.stream()
            .limit(5)
            .map(other -> other.candidate().id() + " " + other.why())
            .collect(Collectors.joining("; "))
        + (others.size() > 5 ? "; and " + (others.size() - 5) + " older ones." : ".");
  }

  /// The one backup that was asked for by its ID.
  Suitable require(List<Candidate> candidates, BackupId id, boolean force) {
    Candidate wanted =
        candidates.stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new CatalogException(
                    "Requested backup \"" + id + "\" is not found.",
                    "\"jbackup show\" lists the backups of the instance."));
    return switch (suitability.judge(wanted, force)) {
      case Suitable verdict -> verdict;
      case Unsuitable(_, String why) -> throw refused(wanted, why);
    };
  }

  private RuntimeException refused(Candidate wanted, String why) {
    if (!wanted.control().status().isRestorable()) {
      return new CatalogException(
          "Backup " + wanted.id() + " " + why,
          "Take another backup; --force restores it nevertheless, as far as its files go.");
    }
    return new TargetException(
        "Backup " + wanted.id() + " cannot reach " + target.words() + ": it " + why,
        "Take an older backup or a later target; without -i the right backup is chosen.");
  }
}
