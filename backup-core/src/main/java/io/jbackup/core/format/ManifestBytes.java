package io.jbackup.core.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Passes a manifest's bytes on and digests them up to the last line but one: the last line, which
/// holds the checksum, is not part of it. Keeps back what may be the last two lines.
final class ManifestBytes extends FilterInputStream {
  private static final int LONGEST_LINE = 1 << 20;

  private final MessageDigest digest = sha256();
  private byte[] tail = new byte[4096];
  private int tailLength;

  ManifestBytes(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      take(buffer, offset, count);
    }
    return count;
  }

  /// The digest in lower-case hexadecimal; to be asked once, at the end.
  String checksum() {
    digest.update(tail, 0, endOfLastLineButOne(tail, 0, tailLength));
    return HexFormat.of().formatHex(digest.digest());
  }

  private void take(byte[] buffer, int offset, int count) throws IOException {
    int done = endOfLastLineButOne(buffer, offset, count);
    if (done > 0) {
      digest.update(tail, 0, tailLength);
      digest.update(buffer, offset, done);
      tailLength = 0;
    }
    keep(buffer, offset + done, count - done);
  }

  /// How many bytes precede the last line in these bytes, 0 unless two lines end in them.
  private static int endOfLastLineButOne(byte[] buffer, int offset, int count) {
    int last = lastNewline(buffer, offset, offset + count);
    int before = last < 0 ? -1 : lastNewline(buffer, offset, last);
    return before < 0 ? 0 : before + 1 - offset;
  }

  private static int lastNewline(byte[] buffer, int from, int to) {
    int at = to - 1;
    while (at >= from && buffer[at] != '\n') {
      at--;
    }
    return at < from ? -1 : at;
  }

  private void keep(byte[] buffer, int offset, int count) throws IOException {
    if (tailLength + count > tail.length) {
      compact();
      if (tailLength + count > LONGEST_LINE) {
        throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
      }
      tail = Arrays.copyOf(tail, Math.max(2 * tail.length, tailLength + count));
    }
    System.arraycopy(buffer, offset, tail, tailLength, count);
    tailLength += count;
  }

  private void compact() {
    int done = endOfLastLineButOne(tail, 0, tailLength);
    digest.update(tail, 0, done);
    System.arraycopy(tail, done, tail, 0, tailLength - done);
    tailLength -= done;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
