package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.wal.SegmentCheck;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An archived file without its compression. Reading it fails with StorageException or
/// CorruptException, never with an IOException.
final class ArchivedStream extends InputStream {
  private static final String HINT =
      "The stored file is damaged: replace it by the one in pg_wal or in another archive.";

  private final String path;
  private final ObjectReader reader;
  private final InputStream raw;
  private final @Nullable SegmentCheck check;
  private boolean ended;

  private ArchivedStream(
      String path, ObjectReader reader, InputStream raw, @Nullable SegmentCheck check) {
    this.path = path;
    this.reader = reader;
    this.raw = raw;
    this.check = check;
  }

  /// Takes the reader over: it is closed with the stream, or when this method fails.
  static ArchivedStream open(
      String path,
      ObjectReader reader,
      UnaryOperator<InputStream> through,
      Algorithm algorithm,
      @Nullable SegmentCheck check) {
    try {
      InputStream stored = through.apply(reader.stream(0, reader.size()));
      InputStream raw = Compression.decompressing(algorithm, stored);
      return new ArchivedStream(path, reader, raw, check);
    } catch (IOException e) {
      RuntimeException failure = failure(path, e);
      closeAfter(reader, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      closeAfter(reader, e);
      throw e;
    }
  }

  private static void closeAfter(ObjectReader reader, Throwable failure) {
    try {
      reader.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static RuntimeException failure(String path, IOException cause) {
    if (cause.getCause() instanceof BackupException known) {
      return known;
    }
    return new CorruptException(
        "could not decompress \"" + path + "\": " + cause.getMessage(), HINT, cause);
  }

  @Override
  public int read() {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int read = readRaw(target, offset, length);
    if (check != null) {
      if (read > 0) {
        check.feed(target, offset, read);
      } else if (read < 0 && !ended) {
        ended = true;
        check.finish();
      }
    }
    return read;
  }

  private int readRaw(byte[] target, int offset, int length) {
    try {
      return raw.read(target, offset, length);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void close() {
    try (reader) {
      raw.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }
}
