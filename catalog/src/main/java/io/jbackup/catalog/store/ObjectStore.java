package io.jbackup.catalog.store;

import java.util.Collection;
import java.util.Optional;

/// Keeps objects under keys. An object is visible under its key only when it is whole and durable.
/// Every method throws [io.jbackup.catalog.error.StorageException] when the storage fails, which is
/// never mistaken for an object's absence.
public interface ObjectStore extends AutoCloseable {
  /// Begins an object. Nothing is visible under the key before [ObjectWriter#commit()].
  ObjectWriter write(ObjectKey key, PutMode mode);

  /// Opens an object for reading, empty when there is none.
  Optional<ObjectReader> open(ObjectKey key);

  /// Size and time of an object, empty when there is none.
  Optional<ObjectInfo> stat(ObjectKey key);

  /// Everything directly below `folder`; an absent folder is an empty one. Unfinished objects do
  /// not appear.
  Listing list(ObjectKey folder);

  /// Deletes objects; those that are absent already are no error. Durable when it returns.
  void delete(Collection<ObjectKey> keys);

  /// Deletes everything below a folder, unfinished objects too, and the folder.
  void deleteFolder(ObjectKey folder);

  /// How the store is called in messages, with the key: a path, or a URL without secrets.
  String describe(ObjectKey key);

  @Override
  void close();
}
