package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import java.util.Map;
import java.util.Optional;

/// What may not go now, whatever is wished.
///
/// @param inUse who uses a backup
/// @param held why the object store keeps a backup, as `locked in the bucket until …`
/// @param wal from which segment on the object store keeps those of a timeline
record Obstacles(
    Map<BackupId, String> inUse,
    Map<BackupId, String> held,
    Map<Integer, KeptStretches.Stretch> wal) {
  Obstacles {
    inUse = Map.copyOf(inUse);
    held = Map.copyOf(held);
    wal = Map.copyOf(wal);
  }

  static Obstacles of(Map<BackupId, String> inUse) {
    return new Obstacles(inUse, Map.of(), Map.of());
  }

  Optional<String> of(BackupId id) {
    String user = inUse.get(id);
    return user == null ? Optional.ofNullable(held.get(id)) : Optional.of("in use by " + user);
  }
}
