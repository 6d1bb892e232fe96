package io.jbackup.catalog;

import io.jbackup.catalog.lock.HeldLock;

/// A backup that begins, and the exclusive lock on it. The lock is there before the control file
/// is; closing this lets go of it.
public record NewBackup(StoredBackup backup, HeldLock lock) implements AutoCloseable {
  @Override
  public void close() {
    lock.close();
  }
}
