package io.jbackup.catalog.lock;

import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;

/// The lease objects of one instance in a bucket, `locks/<instance>/<target>.lease`.
public final class LeaseFolder {
  private LeaseFolder() {}

  /// Removes them, when the instance is removed by who holds all of it: nobody else holds one then.
  /// The lease of the whole instance goes when it is released.
  public static void clear(ObjectStore store, ObjectKey folder) {
    String held = LockFolder.name(LockTarget.wholeInstance()) + LeaseLocks.SUFFIX;
    store.delete(
        store.list(folder).objects().stream()
            .map(ObjectInfo::key)
            .filter(key -> !key.name().equals(held))
            .toList());
  }
}
