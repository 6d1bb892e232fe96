package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.copy.WalCopyListener;
import org.jspecify.annotations.Nullable;

/// What became of the WAL files of one look. Used by several threads.
final class WalResults implements WalCopyListener {
  private final Known known;
  private @Nullable BackupException first;

  WalResults(Known known) {
    this.known = known;
  }

  @Override
  public void done(ArchivedFile file) {
    known.add(file);
  }

  @Override
  public synchronized void failed(ArchivedFile file, BackupException why) {
    if (first == null) {
      first = why;
    }
  }

  synchronized void requireNoFailure() {
    if (first != null) {
      throw first;
    }
  }
}
