package io.jbackup.catalog.retention;

import io.jbackup.catalog.picture.BackupFacts;

/// Is told what a purge does.
public interface PurgeListener {
  /// What will be done, before any of it is.
  void planned(RetentionPlan plan);

  /// A backup is being deleted.
  void deleting(BackupFacts backup);

  /// So many of `total` backups and WAL files are gone.
  void removed(int done, int total);

  void info(String message);

  void warning(String message);

  /// Details for the level LOG.
  void log(String message);
}
