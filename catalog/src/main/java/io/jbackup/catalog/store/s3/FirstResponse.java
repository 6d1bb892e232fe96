package io.jbackup.catalog.store.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;

/// What the request that opened an object brings of it beyond its beginning. It can be read in
/// order only, once, and not beyond where its connection was cut: for everything else there are
/// further requests, and the first read out of order gives its connection up. For any number of
/// threads.
final class FirstResponse implements AutoCloseable {
  private final long end;
  private @Nullable ResponseInputStream<?> in;
  private long position;

  private FirstResponse(@Nullable ResponseInputStream<?> in, long position, long end) {
    this.in = in;
    this.position = position;
    this.end = end;
  }

  /// Takes the response over.
  ///
  /// @param position of the next byte in the object
  /// @param end position after the last byte
  static FirstResponse of(ResponseInputStream<?> in, long position, long end) {
    FirstResponse first = new FirstResponse(in, position, end);
    first.closeAtEnd();
    return first;
  }

  static FirstResponse none() {
    return new FirstResponse(null, 0, 0);
  }

  /// Reads at most `length` bytes from a position on; 0 when it does not bring them.
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

  /// Read to its end a connection is used again.
  private void closeAtEnd() {
    if (in != null && position == end) {
      try {
        in.close();
      } catch (IOException _) {
        in.abort();
      }
      in = null;
    }
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
