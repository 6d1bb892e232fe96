package io.jbackup.catalog.lock;

import java.util.List;
import java.util.Optional;

/// The locks of a catalog as it was at a time: nobody changes that, so everybody gets them.
public final class NoLocks implements Locks {
  @Override
  public HeldLock acquire(LockTarget target, LockMode mode) {
    return () -> {};
  }

  @Override
  public Optional<HeldLock> tryAcquire(LockTarget target, LockMode mode) {
    return Optional.of(() -> {});
  }

  @Override
  public void sweep() {
    // There are none.
  }

  @Override
  public List<LockOwner> owners(LockTarget target) {
    return List.of();
  }
}
