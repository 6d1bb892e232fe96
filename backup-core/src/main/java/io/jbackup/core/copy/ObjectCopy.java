package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.core.Progress;
import java.io.IOException;

/// Copies single objects between the stores of two instances. Used by any number of threads.
final class ObjectCopy {
  private final ObjectStore from;
  private final ObjectStore to;
  private final boolean readable;
  private final Progress progress;

  ObjectCopy(Instance from, Instance to, Progress progress) {
    this.from = from.store();
    this.to = to.store();
    this.readable = to.isReadable();
    this.progress = progress;
  }

  /// False where what was copied cannot be decrypted here: it is then neither read back nor
  /// compared, but for its size.
  boolean isReadable() {
    return readable;
  }

  Progress progress() {
    return progress;
  }

  /// Copies one, in place of what is there.
  void copy(ObjectKey source, ObjectKey target) {
    int checksum;
    try (ObjectReader reader = open(source);
        ObjectWriter writer = to.write(target, PutMode.REPLACE);
        Passage passage = new Passage(reader.stream(0, reader.size()), writer, progress)) {
      passage.finish();
      requireLength(source, passage, reader.size());
      writer.commit();
      checksum = passage.checksum();
    } catch (IOException e) {
      throw StorageFailures.ofStream(from.describe(source), e);
    }
    requireArrived(target, checksum);
  }

  /// Throws StorageException when not all of an object passed.
  void requireLength(ObjectKey source, Passage passage, long expected) {
    if (passage.length() != expected) {
      throw new StorageException(
          "\"" + from.describe(source) + "\" ended after " + passage.length() + " bytes",
          "Run the command again.");
    }
  }

  /// Reads back what was copied where the store does not check what arrives. Throws
  /// CorruptException when it is another content.
  void requireArrived(ObjectKey target, int checksum) {
    if (readable && to.isNear() && to.checksum(target) != checksum) {
      throw new CorruptException(
          "\"" + to.describe(target) + "\" is not what was written to it",
          "Check the storage of the copy, and run the command again: it copies the file anew.");
    }
  }

  private ObjectReader open(ObjectKey source) {
    return from.open(source)
        .orElseThrow(() ->
            new WalException(
                "\"" + from.describe(source) + "\" was removed while it was copied",
                "Run the command again; retention may have deleted it."));
  }

  /// Whether both stores have the same bytes under these keys.
  boolean isSame(ObjectKey source, ObjectKey target) {
    int expected = from.checksum(source);
    try {
      return expected == to.checksum(target);
    } catch (CorruptException _) {
      // Encrypted, and damaged.
      return false;
    }
  }
}
