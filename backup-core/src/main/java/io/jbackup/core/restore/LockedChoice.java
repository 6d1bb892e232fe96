package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.restore.Verdict.Suitable;
import java.util.Optional;
import java.util.function.Supplier;

/// The chosen backup, locked, and as it is since it is locked. Between the choice and the lock
/// another process may have deleted it or found it damaged: then it is chosen anew.
record LockedChoice(Suitable chosen, StoredBackup backup, HeldLock lock) implements AutoCloseable {
  private static final int ATTEMPTS = 10;

  static LockedChoice of(Supplier<Suitable> choice, Instance instance, Locks locks) {
    BackupId id = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Suitable chosen = choice.get();
      id = chosen.candidate().id();
      HeldLock lock = locks.acquire(LockTarget.backup(id), LockMode.SHARED);
      boolean kept = false;
      try {
        Optional<StoredBackup> now =
            instance
                .backup(id)
                .filter(backup -> says(backup).equals(chosen.candidate().control().format()));
        if (now.isPresent()) {
          kept = true;
          return new LockedChoice(chosen, now.get(), lock);
        }
      } finally {
        if (!kept) {
          lock.close();
        }
      }
    }
    throw new CatalogException(
        "backup " + id + " changes all the time", "Find out who writes to its control file.");
  }

  private static String says(StoredBackup backup) {
    return backup.control().format();
  }

  @Override
  public void close() {
    lock.close();
  }
}
