package io.jbackup.catalog.lock;

import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/// What a holder needs when it lets go: `gone` tells that what was locked is not there any more.
record LockKeeper(LockFolder folder, Predicate<LockTarget> gone, LockListener listener) {
  /// Removes the lock files of what the holder, who has excluded all others, has deleted.
  void removeUnneeded(LockTarget target) throws IOException {
    boolean unneeded;
    try {
      unneeded = gone.test(target);
    } catch (StorageException e) {
      listener.detail("the lock file is kept: " + e.getMessage());
      return;
    }
    if (unneeded) {
      folder.remove(target);
    }
  }

  void tell(String what, Path file, IOException cause) {
    listener.detail(what + " \"" + file + "\": " + cause);
  }
}
