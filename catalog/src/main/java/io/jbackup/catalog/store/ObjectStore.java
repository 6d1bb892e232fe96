package io.jbackup.catalog.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

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

  /// CRC-32C of an object's bytes: what the store keeps of it, or else by reading it all. Throws
  /// StorageException when there is no such object.
  default int checksum(ObjectKey key) {
    return Checksums.read(this, key);
  }

  /// Everything directly below `folder`; an absent folder is an empty one. Unfinished objects do
  /// not appear.
  Listing list(ObjectKey folder);

  /// Passes on the objects directly below `folder` in any order, without holding more of them than
  /// the store tells at once: for folders of many. A listing that breaks off throws, after some
  /// were passed on.
  void visit(ObjectKey folder, Consumer<ObjectInfo> visitor);

  /// As [#visit(ObjectKey, Consumer)], only objects whose names are in a range.
  default void visit(ObjectKey folder, NameRange names, Consumer<ObjectInfo> visitor) {
    visit(
        folder,
        info -> {
          if (names.has(info.key().name())) {
            visitor.accept(info);
          }
        });
  }

  /// Deletes objects; those that are absent already are no error. Durable when it returns.
  void delete(Collection<ObjectKey> keys);

  /// Deletes everything below a folder, unfinished objects too, and the folder.
  void deleteFolder(ObjectKey folder);

  /// Makes an object that is there, or a folder's names, durable: also what another process wrote
  /// and may not have synced. Where every write is durable at once it has nothing to do.
  void sync(ObjectKey key);

  /// False when a folder is not there, because it was never created or its file system is not
  /// mounted; a store without folders has them all.
  boolean hasFolder(ObjectKey folder);

  /// Whether a question takes no time beside writing; a store that is far is better written to at
  /// once, and asked only when that fails.
  boolean isNear();

  /// Deletes the unfinished objects directly below a folder that were last written before `limit`:
  /// their writers died. Returns their number.
  int sweep(ObjectKey folder, Instant limit);

  /// Conditional replacement of small objects, for a store that has no locks of an operating
  /// system; empty where there are those.
  Optional<SwapStore> swaps();

  /// What the store keeps from being deleted; empty where it cannot.
  default Optional<Holds> holds() {
    return Optional.empty();
  }

  /// The same store, whose new objects are like this. Not to be closed.
  default ObjectStore with(ObjectTraits traits) {
    return this;
  }

  /// How the store is called in messages, with the key: a path, or a URL without secrets.
  String describe(ObjectKey key);

  @Override
  void close();
}
