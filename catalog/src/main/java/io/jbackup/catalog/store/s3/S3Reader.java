package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads one state of an object: when it is replaced meanwhile, reading fails. Its beginning comes
/// with the opening, so that small objects take one request, and so does WAL, which is read in
/// order and held against the store's checksum at its end; further pieces are read in blocks.
final class S3Reader implements ObjectReader {
  /// An object without bytes has no range.
  private static final int NO_SUCH_RANGE = 416;

  private static final int ATTEMPTS = 5;

  /// The beginning that is kept: all of a small object, or the headers of a large one.
  private static final int BEGINNING = 64 << 10;

  private final S3Client client;
  private final S3Requests requests;
  private final S3Failures failures;
  private final Throttle throttle;
  private final ObjectKey key;
  private final String tag;
  private final long size;
  private final byte[] beginning;
  private final FirstResponse first;
  private final Blocks blocks;

  private S3Reader(
      S3Client client,
      S3Requests requests,
      S3Failures failures,
      Throttle throttle,
      ObjectKey key,
      String tag,
      long size,
      byte[] beginning,
      FirstResponse first) {
    this.client = client;
    this.requests = requests;
    this.failures = failures;
    this.throttle = throttle;
    this.key = key;
    this.tag = tag;
    this.size = size;
    this.beginning = beginning;
    this.first = first;
    this.blocks = new Blocks(size, this::fetch);
  }

  static Optional<S3Reader> open(
      S3Client client, S3Requests requests, S3Failures failures, Throttle throttle, ObjectKey key) {
    GetObjectRequest request =
        ObjectKind.of(key).isReadInOrder()
            ? requests.getWhole(key)
            : requests.get(key, 0, BEGINNING, null);
    for (int attempt = 1; ; attempt++) {
      try {
        var in = client.getObject(request);
        return Optional.of(begin(client, requests, failures, throttle, key, in));
      } catch (NoSuchKeyException _) {
        return Optional.empty();
      } catch (S3Exception e) {
        if (e.statusCode() == NO_SUCH_RANGE) {
          return Optional.of(
              new S3Reader(
                  client,
                  requests,
                  failures,
                  throttle,
                  key,
                  "",
                  0,
                  new byte[0],
                  FirstResponse.none()));
        }
        throw failures.of("open", key, e);
      } catch (SdkException e) {
        throw failures.of("open", key, e);
      } catch (IOException e) {
        failOnLast(attempt, failures, key, e);
      }
    }
  }

  /// Takes the response over.
  private static S3Reader begin(
      S3Client client,
      S3Requests requests,
      S3Failures failures,
      Throttle throttle,
      ObjectKey key,
      ResponseInputStream<GetObjectResponse> in)
      throws IOException {
    GetObjectResponse response = in.response();
    try {
      long length = response.contentLength();
      String range = response.contentRange();
      int kept = (int) Math.min(BEGINNING, length);
      byte[] beginning = beginning(in, kept, failures.describe(key));
      throttle.take(beginning.length);
      if (beginning.length < kept) {
        throw new IOException("the connection was cut");
      }
      return new S3Reader(
          client,
          requests,
          failures,
          throttle,
          key,
          response.eTag(),
          range == null ? length : sizeOf(range),
          beginning,
          FirstResponse.of(in, kept, length, failures.describe(key)));
    } catch (IOException | RuntimeException e) {
      in.abort();
      throw e;
    }
  }

  private static byte[] beginning(InputStream in, int length, String name) throws IOException {
    try {
      return in.readNBytes(length);
    } catch (SdkException e) {
      throw FirstResponse.mismatch(name, e);
    }
  }

  private static void failOnLast(
      int attempt, S3Failures failures, ObjectKey key, IOException cause) {
    if (attempt == ATTEMPTS) {
      throw failures.ofTransfer(key, attempt, cause);
    }
  }

  /// @param range as `bytes 0-9/100`
  private static long sizeOf(String range) {
    return Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    int done = 0;
    if (position < beginning.length) {
      done = (int) Math.min(length, beginning.length - position);
      System.arraycopy(beginning, (int) position, target, offset, done);
    }
    if (done < length) {
      int more = first.readFully(position + done, target, offset + done, length - done);
      throttle.take(more);
      done += more;
    }
    return done == length
        ? done
        : done + blocks.read(position + done, target, offset + done, length - done);
  }

  /// Reads a whole piece into a new array.
  private byte[] fetch(long position, int length) {
    byte[] bytes = new byte[length];
    try (InputStream in = stream(position, length)) {
      if (in.readNBytes(bytes, 0, length) < length) {
        throw new IOException("the object is shorter than it was");
      }
      return bytes;
    } catch (IOException e) {
      if (e.getCause() instanceof BackupException failure) {
        throw failure;
      }
      throw failures.ofTransfer(key, 1, e);
    }
  }

  @Override
  public InputStream stream(long position, long length) {
    return new RangeStream(position, Math.min(size, position + length));
  }

  @Override
  public void close() {
    first.close();
    blocks.close();
  }

  /// A response that goes on in another one where its connection is cut.
  private final class RangeStream extends InputStream {
    private final long end;
    private long position;
    private int failed;
    private InputStream response = InputStream.nullInputStream();
    private boolean open;

    RangeStream(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, end - position));
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position >= end) {
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int read =
          position < beginning.length
              ? fromBeginning(target, offset, wanted)
              : fromFirst(target, offset, wanted);
      while (read <= 0) {
        read = fromStore(target, offset, wanted);
      }
      position += read;
      return read;
    }

    private int fromBeginning(byte[] target, int offset, int wanted) {
      int read = (int) Math.min(wanted, beginning.length - position);
      System.arraycopy(beginning, (int) position, target, offset, read);
      return read;
    }

    private int fromFirst(byte[] target, int offset, int wanted) throws IOException {
      try {
        int read = first.read(position, target, offset, wanted);
        throttle.take(read);
        return read;
      } catch (CorruptException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    /// Not positive when the response broke off, and is to be asked for again.
    private int fromStore(byte[] target, int offset, int wanted) throws IOException {
      try {
        if (!open) {
          response = client.getObject(requests.get(key, position, end, tag));
          open = true;
        }
        int read = response.read(target, offset, wanted);
        if (read > 0) {
          throttle.take(read);
          failed = 0;
          return read;
        }
        brokeOff(new IOException("the connection was cut"));
      } catch (SdkException e) {
        StorageException failure = failures.of("read", key, e);
        throw new IOException(failure.getMessage(), failure);
      } catch (IOException e) {
        brokeOff(e);
      }
      return 0;
    }

    private void brokeOff(IOException cause) throws IOException {
      open = false;
      failed++;
      closeQuietlyInto(cause);
      if (failed == ATTEMPTS) {
        StorageException failure = failures.ofTransfer(key, failed, cause);
        throw new IOException(failure.getMessage(), failure);
      }
    }

    private void closeQuietlyInto(IOException cause) {
      try {
        response.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (open && position < end && response instanceof ResponseInputStream<?> unread) {
        // Closing would read the rest.
        unread.abort();
      }
      open = false;
      response.close();
    }
  }
}
