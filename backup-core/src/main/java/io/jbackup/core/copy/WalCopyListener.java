package io.jbackup.core.copy;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.error.BackupException;

/// Is told what became of each WAL file; called by any thread.
public interface WalCopyListener {
  /// The copy has it.
  void done(ArchivedFile file);

  /// It is damaged, or the copy has another content under its name, or the storage failed.
  void failed(ArchivedFile file, BackupException why);
}
