package io.jbackup.catalog.store;

import io.jbackup.catalog.error.StorageException;
import java.util.zip.CRC32C;

/// CRC-32C of what is stored.
final class Checksums {
  private static final int PIECE = 256 << 10;

  private Checksums() {}

  /// Reads the whole object.
  static int read(ObjectStore store, ObjectKey key) {
    CRC32C checksum = new CRC32C();
    try (ObjectReader reader = store.open(key).orElseThrow(() -> absent(store, key))) {
      byte[] piece = new byte[PIECE];
      long position = 0;
      for (int read = reader.read(0, piece, 0, PIECE);
          read > 0;
          read = reader.read(position, piece, 0, PIECE)) {
        checksum.update(piece, 0, read);
        position += read;
      }
    }
    return (int) checksum.getValue();
  }

  static StorageException absent(ObjectStore store, ObjectKey key) {
    return new StorageException(
        "\"" + store.describe(key) + "\" is not there any more",
        "Another process removed it: run the command again.");
  }
}
