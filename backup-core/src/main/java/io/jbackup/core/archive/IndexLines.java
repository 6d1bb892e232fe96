package io.jbackup.core.archive;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.StorageFailures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// Reads an index line by line, counting its bytes and their CRC32C.
final class IndexLines implements AutoCloseable {
  private static final int LONGEST = 64 * 1024;

  private final String where;
  private final CheckedInputStream in;
  private final byte[] line = new byte[LONGEST];
  private long position;

  IndexLines(String where, InputStream source) {
    this.where = where;
    in = new CheckedInputStream(new BufferedInputStream(source, 1 << 16), new CRC32C());
  }

  /// The next line without its end, null at the end of the index.
  @Nullable String next() {
    try {
      int length = 0;
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return endOrTorn(length);
        }
        if (length == LONGEST) {
          throw damaged("a line is too long");
        }
        line[length++] = (byte) b;
      }
      position += length + 1;
      return new String(line, 0, length, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw StorageFailures.ofStream(where, e);
    }
  }

  private @Nullable String endOrTorn(int length) {
    if (length > 0) {
      throw damaged("its last line is not complete");
    }
    return null;
  }

  /// The offset of the line that comes next.
  long position() {
    return position;
  }

  long crc() {
    return in.getChecksum().getValue();
  }

  CorruptException damaged(String why) {
    return new CorruptException(
        "the index \"" + where + "\" is damaged at byte " + position + ": " + why,
        "Use another backup; the archives beside it may still be read with zstd and tar.");
  }

  /// The fields of a line, split at blanks; fails when there are not `count` of them.
  String[] fields(String text, int count) {
    String[] fields = text.split(" ", -1);
    if (fields.length != count) {
      throw damaged("unexpected line \"" + text + "\"");
    }
    return fields;
  }

  long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw damaged("\"" + text + "\" is not a number");
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new StorageException(
          "could not close \"" + where + "\": " + e.getMessage(), "Check the storage.", e);
    }
  }
}
