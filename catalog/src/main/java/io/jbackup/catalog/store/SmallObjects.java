package io.jbackup.catalog.store;

import io.jbackup.catalog.error.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Objects that fit in memory.
public final class SmallObjects {
  private static final int LIMIT = 16 << 20;

  private SmallObjects() {}

  /// The text, empty when there is no such object.
  public static Optional<String> read(ObjectStore store, ObjectKey key) {
    Optional<ObjectReader> found = store.open(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectReader reader = found.get()) {
      long size = reader.size();
      if (size > LIMIT) {
        throw new StorageException(
            "\"" + store.describe(key) + "\" is too large: " + size + " bytes",
            "It is not a file that jbackup wrote.");
      }
      byte[] bytes = new byte[(int) size];
      int length = reader.read(0, bytes, 0, bytes.length);
      return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
  }

  /// Writes it in one step; false when the mode forbids to replace what is there.
  public static boolean write(ObjectStore store, ObjectKey key, byte[] bytes, PutMode mode) {
    try (ObjectWriter writer = store.write(key, mode)) {
      writer.write(bytes, 0, bytes.length);
      return writer.commit();
    }
  }
}
