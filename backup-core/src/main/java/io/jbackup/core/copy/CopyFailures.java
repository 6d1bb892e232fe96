package io.jbackup.core.copy;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.core.JobLog;

/// What could not be copied: each is told at once, and the rest goes on. Used by any number of
/// threads.
final class CopyFailures {
  /// So many failures of the storage are no chance: it is down, or full.
  static final int MOST_OF_STORAGE = 5;

  private final JobLog log;
  private CopyResult sum = CopyResult.NONE;
  private int ofStorage;

  CopyFailures(JobLog log) {
    this.log = log;
  }

  /// Throws CancelledException when that is why it failed.
  ///
  /// @param what as the subject of a sentence
  void add(String what, BackupException why) {
    if (why instanceof CancelledException) {
      throw why;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("interrupted", "Run the command again: it goes on there.", why);
    }
    log.warning(what + " was not copied: " + why.getMessage());
    count(why);
  }

  /// Takes those of WAL.
  WalCopyListener ofWal() {
    return new WalCopyListener() {
      @Override
      public void done(ArchivedFile file) {
        // The result says how many these were.
      }

      @Override
      public void failed(ArchivedFile file, BackupException why) {
        add("WAL file " + file.storedName(), why);
      }
    };
  }

  private synchronized void count(BackupException why) {
    sum = sum.plus(CopyResult.failure(why));
    if (why instanceof StorageException) {
      ofStorage++;
    }
  }

  /// Whether nothing more need be tried.
  synchronized boolean isHopeless() {
    return ofStorage >= MOST_OF_STORAGE;
  }

  /// As a part of the result.
  synchronized CopyResult sum() {
    return sum;
  }
}
