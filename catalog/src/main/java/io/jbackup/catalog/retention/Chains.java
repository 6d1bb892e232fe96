package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which backup was made against which.
final class Chains {
  private final Map<BackupId, BackupFacts> byId = new HashMap<>();

  Chains(List<BackupFacts> backups) {
    backups.forEach(backup -> byId.put(backup.id(), backup));
  }

  Optional<BackupFacts> find(BackupId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// A backup's parent, the parent's and so on, as far as they are there. Control files that name
  /// each other in a circle end it.
  List<BackupFacts> ancestors(BackupFacts backup) {
    Set<BackupFacts> found = new LinkedHashSet<>();
    Optional<BackupFacts> parent = backup.parent().flatMap(this::find);
    while (parent.isPresent() && !parent.get().equals(backup) && found.add(parent.get())) {
      parent = parent.get().parent().flatMap(this::find);
    }
    return new ArrayList<>(found);
  }

  /// The full backup that a backup rests on, itself when it is full; empty when a link is missing.
  Optional<BackupFacts> root(BackupFacts backup) {
    if (backup.isFull()) {
      return Optional.of(backup);
    }
    return ancestors(backup).stream().filter(BackupFacts::isFull).findFirst();
  }

  /// Whether a restore can begin with it: all that it rests on is there and good.
  boolean isGood(BackupFacts backup) {
    if (!backup.isRestorable() || root(backup).isEmpty()) {
      return false;
    }
    return backup.isFull() || ancestors(backup).stream().allMatch(BackupFacts::isRestorable);
  }
}
