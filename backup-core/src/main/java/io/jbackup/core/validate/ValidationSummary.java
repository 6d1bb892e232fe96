package io.jbackup.core.validate;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.BackupException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a validation found in one instance.
///
/// @param outcomes of each backup, oldest first
/// @param archiveDamages how many damages and holes of the archive take something away
/// @param obstacle the first failure to read, which says nothing about the data
public record ValidationSummary(
    Map<BackupId, Outcome> outcomes, long archiveDamages, Optional<BackupException> obstacle) {
  public ValidationSummary {
    outcomes = new LinkedHashMap<>(outcomes);
  }

  public long count(Outcome outcome) {
    return outcomes.values().stream().filter(outcome::equals).count();
  }

  /// Whether something is damaged: a backup or the archive.
  public boolean isDamaged() {
    return archiveDamages > 0 || count(Outcome.DAMAGED) > 0 || count(Outcome.UNKNOWN) > 0;
  }

  public boolean isLocked() {
    return count(Outcome.LOCKED) > 0;
  }
}
