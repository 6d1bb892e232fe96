package io.jbackup.catalog.lock;

import java.util.List;
import java.util.Optional;

/// The locks of one instance, as one command takes them. Locks of one holder exclude each other
/// like those of two: nothing is upgraded, and what is held is not taken again in the other mode.
/// Throws [io.jbackup.catalog.error.StorageException] when the storage fails, also when EXCLUSIVE
/// is asked of a catalog that is read-only; SHARED works there.
public interface Locks {
  /// Waits as long as the request allows. Throws [io.jbackup.catalog.error.LockedException], which
  /// names the owners, when it is over, and [io.jbackup.catalog.error.CancelledException] when the
  /// thread is interrupted.
  HeldLock acquire(LockTarget target, LockMode mode);

  /// Does not wait; empty when another one holds the target in a mode that excludes this one.
  Optional<HeldLock> tryAcquire(LockTarget target, LockMode mode);

  /// Removes what is left of locks on backups that are gone, because who deleted them was killed.
  void sweep();

  /// The living ones, the longest holder first.
  List<LockOwner> owners(LockTarget target);
}
