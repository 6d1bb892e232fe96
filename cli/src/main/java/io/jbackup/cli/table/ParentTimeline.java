package io.jbackup.cli.table;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import java.util.List;

/// The timeline of the backup that a backup builds on.
public final class ParentTimeline {
  private ParentTimeline() {}

  /// 0 for a full backup, and where the parent is not among `all`.
  public static int of(StoredBackup backup, List<StoredBackup> all) {
    return backup
        .control()
        .text(ControlField.PARENT_BACKUP_ID)
        .flatMap(id -> all.stream().filter(other -> other.id().text().equals(id)).findFirst())
        .map(parent -> parent.control().timeline().orElse(0))
        .orElse(0);
  }
}
