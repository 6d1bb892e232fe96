package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// In which order backups are copied.
final class Order {
  private Order() {}

  /// The newest first, as it is worth most; but none before those that it needs.
  static List<StoredBackup> newestFirst(Collection<StoredBackup> backups) {
    TreeMap<BackupId, StoredBackup> all = new TreeMap<>();
    backups.forEach(backup -> all.put(backup.id(), backup));
    Map<BackupId, StoredBackup> ordered = new LinkedHashMap<>();
    all.descendingMap().values().forEach(backup -> add(backup, all, ordered));
    return List.copyOf(ordered.values());
  }

  private static void add(
      StoredBackup backup, Map<BackupId, StoredBackup> all, Map<BackupId, StoredBackup> ordered) {
    if (!ordered.containsKey(backup.id())) {
      BackupFacts.of(backup)
          .parent()
          .filter(parent -> parent.compareTo(backup.id()) < 0)
          .map(all::get)
          .ifPresent(parent -> add(parent, all, ordered));
      ordered.put(backup.id(), backup);
    }
  }
}
