package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/// Decrypts an object while it is read. Only bytes of segments that were verified are handed on.
final class EncryptedReader implements ObjectReader {
  /// So many segments are read at once.
  private static final int STEP = 16;

  private final ObjectReader source;
  private final SegmentCipher cipher;
  private final String name;
  private final long stored;
  private final long size;

  EncryptedReader(ObjectReader source, SegmentCipher cipher, String name) {
    this.source = source;
    this.cipher = cipher;
    this.name = name;
    this.stored = source.size();
    this.size = Layout.plainSize(stored);
    if (size < 0) {
      throw damaged(name, null);
    }
    if (size == 0) {
      // Nobody will read its only segment, which proves that it is empty.
      new Segments(0, 0).decrypt();
    }
  }

  static CorruptException damaged(String name, @Nullable GeneralSecurityException cause) {
    return new CorruptException(
        "\"" + name + "\" is not what was stored there: it was damaged, cut or replaced",
        "Its encryption verifies every byte and the object's name; use another backup.",
        cause);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    long end = Math.min(size, position + length);
    if (position >= end) {
      return 0;
    }
    Segments segments = new Segments(Layout.segment(position), end);
    long at = position;
    while (at < end) {
      int skip = (int) (at - Layout.start(segments.next));
      int decrypted = segments.decrypt();
      int piece = (int) Math.min(decrypted - skip, end - at);
      System.arraycopy(segments.plain, skip, target, offset + (int) (at - position), piece);
      at += piece;
    }
    return (int) (end - position);
  }

  @Override
  public InputStream stream(long position, long length) {
    return new PlainStream(position, Math.min(size, position + length));
  }

  @Override
  public void close() {
    source.close();
  }

  private long storedEnd(long segment) {
    return Math.min(stored, (segment + 1) * Layout.SEGMENT);
  }

  /// Consecutive segments, fetched some at a time.
  private final class Segments {
    private final byte[] fetched;
    private final byte[] plain = new byte[Layout.PLAIN];
    private final SegmentCipher own;
    private final long end;
    private long fetchedFrom;
    private long fetchedTo;
    private long next;

    /// @param end the plain position behind the last byte that is wanted
    Segments(long first, long end) {
      this.next = first;
      this.end = storedEnd(Layout.segment(Math.max(0, end - 1)));
      long wanted = this.end - Layout.storedStart(first);
      this.fetched = new byte[(int) Math.min(wanted, (long) STEP * Layout.SEGMENT)];
      try {
        this.own = cipher.copy();
      } catch (GeneralSecurityException e) {
        throw Crypto.impossible(e);
      }
    }

    /// The next segment into `plain`; returns its length.
    int decrypt() {
      long from = Layout.storedStart(next);
      long to = storedEnd(next);
      if (to > fetchedTo) {
        fetch(from);
      }
      boolean last = to == stored;
      try {
        int length =
            own.decrypt(
                next, last, fetched, (int) (from - fetchedFrom), (int) (to - from), plain, 0);
        next++;
        return length;
      } catch (GeneralSecurityException e) {
        throw damaged(name, e);
      }
    }

    private void fetch(long from) {
      // Whole segments only, so that none lies half in one piece and half in the next.
      long limit = Math.min(end, (from / Layout.SEGMENT + STEP) * Layout.SEGMENT);
      int wanted = (int) Math.min(limit - from, fetched.length);
      int read = source.read(from, fetched, 0, wanted);
      if (read < wanted) {
        throw damaged(name, null);
      }
      fetchedFrom = from;
      fetchedTo = from + read;
    }
  }

  private final class PlainStream extends InputStream {
    private final Segments segments;
    private final long end;
    private long position;
    private int offset;
    private int length;

    PlainStream(long position, long end) {
      this.position = position;
      this.end = end;
      long first = Layout.segment(position);
      this.segments = new Segments(first, end);
      this.offset = (int) (position - Layout.start(first));
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
    public int read(byte[] target, int at, int wanted) throws IOException {
      if (wanted == 0) {
        return 0;
      }
      if (position >= end) {
        return -1;
      }
      if (offset >= length) {
        next();
      }
      int piece = (int) Math.min(Math.min(wanted, length - offset), end - position);
      System.arraycopy(segments.plain, offset, target, at, piece);
      offset += piece;
      position += piece;
      return piece;
    }

    private void next() throws IOException {
      // The first segment is entered in its midst.
      int skip = length == 0 ? offset : 0;
      try {
        length = segments.decrypt();
      } catch (StorageException | CorruptException e) {
        throw new IOException(e.getMessage(), e);
      }
      offset = skip;
    }
  }
}
