package io.jbackup.catalog.store;

import java.util.Optional;

/// What a store itself keeps from being deleted, whoever asks. Throws StorageException as
/// [ObjectStore] does.
public interface Holds {
  /// False where no object can be held. Asked of the store once.
  boolean possible();

  /// What keeps an object from being deleted now; empty when nothing does, or when it is absent.
  Optional<Hold> of(ObjectKey key);
}
