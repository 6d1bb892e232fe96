package io.jbackup.core.copy;

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
import java.io.InputStream;
import java.util.zip.CRC32C;

/// Copies single objects between two stores. Used by any number of threads.
final class ObjectCopy {
  private static final int PIECE = 256 << 10;

  private final ObjectStore from;
  private final ObjectStore to;
  private final Progress progress;

  ObjectCopy(ObjectStore from, ObjectStore to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /// False when the mode is CREATE_NEW and an object is there, which is left as it is. Where the
  /// store does not check what arrives, the copy is read back.
  boolean copy(ObjectKey source, ObjectKey target, PutMode mode) {
    CRC32C checksum = new CRC32C();
    try (ObjectReader reader = open(source);
        InputStream in = reader.stream(0, reader.size());
        ObjectWriter writer = to.write(target, mode)) {
      byte[] piece = new byte[PIECE];
      long copied = 0;
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        writer.write(piece, 0, read);
        checksum.update(piece, 0, read);
        copied += read;
        progress.advance(read);
      }
      if (copied != reader.size()) {
        throw new StorageException(
            "\"" + from.describe(source) + "\" ended after " + copied + " bytes",
            "Run the command again.");
      }
      if (!writer.commit()) {
        return false;
      }
    } catch (IOException e) {
      throw StorageFailures.ofStream(from.describe(source), e);
    }
    if (to.isNear() && to.checksum(target) != (int) checksum.getValue()) {
      throw new CorruptException(
          "\"" + to.describe(target) + "\" is not what was written to it",
          "Check the storage of the copy; run the command again, which replaces the file.");
    }
    return true;
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
    return from.checksum(source) == to.checksum(target);
  }
}
