package io.jbackup.catalog.lock;

import io.jbackup.catalog.error.LockedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stops the owner of a lease that was lost: from then on it changes nothing. One for each opened
/// catalog, asked before every change.
public final class LeaseGuard {
  private final Set<Lease> held = ConcurrentHashMap.newKeySet();

  void add(Lease lease) {
    held.add(lease);
  }

  void remove(Lease lease) {
    held.remove(lease);
  }

  /// Throws LockedException when a lease that is held may have passed to somebody else.
  public void requireHeld() {
    for (Lease lease : held) {
      if (lease.isLost()) {
        throw new LockedException(
            "the " + lease.what() + " was lost: it could not be renewed in time",
            "Nothing is changed any more, another process may hold it now. Check the object store"
                + " and the network, and run the command again.");
      }
    }
  }
}
