package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.CorruptException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// What the request that opened an object brings of it beyond its beginning. It can be read in
/// order only, once, and not beyond where its connection was cut: for everything else there are
/// further requests, and the first read out of order gives its connection up. Where the store sent
/// a checksum of the whole object, who reads to the end has bytes that match it. For any number of
/// threads.
final class FirstResponse implements AutoCloseable {
  private final long end;
  private final String name;
  private @Nullable ResponseInputStream<?> in;
  private long position;

  private FirstResponse(@Nullable ResponseInputStream<?> in, long position, long end, String name) {
    this.in = in;
    this.position = position;
    this.end = end;
    this.name = name;
  }

  /// Takes the response over.
  ///
  /// @param position of the next byte in the object
  /// @param end position after the last byte
  /// @param name of the object in messages
  static FirstResponse of(ResponseInputStream<?> in, long position, long end, String name) {
    FirstResponse first = new FirstResponse(in, position, end, name);
    first.closeAtEnd();
    return first;
  }

  static FirstResponse none() {
    return new FirstResponse(null, 0, 0, "");
  }

  /// Reads at most `length` bytes from a position on; 0 when it does not bring them. Throws
  /// CorruptException with the last ones when all of it does not match the checksum.
  synchronized int read(long from, byte[] target, int offset, int length) {
    if (in == null) {
      return 0;
    }
    if (from == position) {
      try {
        int read = in.read(target, offset, (int) Math.min(length, end - position));
        if (read > 0) {
          position += read;
          closeAtEnd();
          return read;
        }
      } catch (IOException _) {
        // The next request tells whether the store can be reached.
      } catch (SdkException e) {
        close();
        throw mismatch(name, e);
      }
    }
    close();
    return 0;
  }

  /// The same, as many as it brings.
  synchronized int readFully(long from, byte[] target, int offset, int length) {
    int done = 0;
    int read = 1;
    while (read > 0 && done < length) {
      read = read(from + done, target, offset + done, length - done);
      done += read;
    }
    return done;
  }

  /// Read to its end a connection is used again, and the SDK compares the checksum.
  private void closeAtEnd() {
    ResponseInputStream<?> read = in;
    if (read == null || position < end) {
      return;
    }
    in = null;
    try {
      int more = read.read();
      read.close();
      if (more >= 0) {
        throw new CorruptException(
            "\"" + name + "\" is longer than the store said", "Run the command again.");
      }
    } catch (IOException _) {
      read.abort();
    } catch (SdkException e) {
      read.abort();
      throw mismatch(name, e);
    }
  }

  /// What the SDK says when the last bytes were read.
  static CorruptException mismatch(String name, SdkException cause) {
    return new CorruptException(
        "\""
            + name
            + "\" does not have the checksum that it was stored with: "
            + cause.getMessage(),
        "Run the command again. If it stays so the object is damaged in the store.",
        cause);
  }

  @Override
  public synchronized void close() {
    if (in != null) {
      // Closing would read the rest.
      in.abort();
      in = null;
    }
  }
}
