package io.jbackup.catalog;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.util.List;
import java.util.Random;

/// A file that means nothing and takes some room. Deleting a backup begins with replacing its
/// control file, for which a full disk has no room; giving this file up makes some.
final class Reserve {
  /// Enough for a control file and what a file system needs to know of it.
  private static final int BYTES = 64 << 10;

  private final ObjectStore store;
  private final ObjectKey key;

  Reserve(ObjectStore store, ObjectKey folder) {
    this.store = store;
    this.key = folder.child("reserve");
  }

  /// Makes it unless it is there.
  void keep() {
    if (store.stat(key).isPresent()) {
      return;
    }
    byte[] incompressible = new byte[BYTES];
    new Random(BYTES).nextBytes(incompressible);
    SmallObjects.write(store, key, incompressible, PutMode.REPLACE);
  }

  /// Runs `write`, and once again with the room of the reserve.
  void spendFor(Runnable write) {
    try {
      write.run();
    } catch (StorageException e) {
      if (store.stat(key).isEmpty()) {
        throw e;
      }
      store.delete(List.of(key));
      write.run();
    }
  }
}
