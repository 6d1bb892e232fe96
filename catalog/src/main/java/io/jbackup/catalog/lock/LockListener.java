package io.jbackup.catalog.lock;

import java.time.Duration;
import java.util.List;

/// Is told what happens while locks are taken.
public interface LockListener {
  /// Tells nobody.
  LockListener NONE =
      new LockListener() {
        @Override
        public void waiting(String what, List<LockOwner> owners, Duration waited) {
          // Nobody asked.
        }

        @Override
        public void detail(String message) {
          // Nobody asked.
        }
      };

  /// A lock is waited for: told at once, and every ten seconds. `what` says which, and how.
  void waiting(String what, List<LockOwner> owners, Duration waited);

  /// Something that is no error but may explain one later.
  void detail(String message);
}
