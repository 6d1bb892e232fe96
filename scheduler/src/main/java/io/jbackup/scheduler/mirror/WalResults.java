package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.core.copy.WalCopyListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of the WAL files of one look. Used by several threads.
final class WalResults implements WalCopyListener {
  private final Known known;
  private final Patience<String> patience;
  private @Nullable BackupException first;

  WalResults(Known known, Patience<String> patience) {
    this.known = known;
    this.patience = patience;
  }

  @Override
  public void done(ArchivedFile file) {
    known.add(file);
    patience.worked(file.storedName());
  }

  @Override
  public void failed(ArchivedFile file, BackupException why) {
    // A storage that is full or down has nothing to do with this file.
    if (!(why instanceof StorageException)) {
      patience.failed(file.storedName());
    }
    keep(why);
  }

  private synchronized void keep(BackupException why) {
    if (first == null) {
      first = why;
    }
  }

  synchronized Optional<BackupException> failure() {
    return Optional.ofNullable(first);
  }
}
