package io.jbackup.core.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Writes ustar headers (POSIX.1-1988) of plain files.
public final class TarFileHeader {
  private static final int LENGTH = 512;
  private static final int CHECKSUM = 148;

  private TarFileHeader() {}

  /// A header of 512 bytes for a file of mode 0600; the name is ASCII and at most 100 characters
  /// long, the size below 8 GiB.
  public static byte[] file(String name, long size, Instant modified) {
    byte[] header = new byte[LENGTH];
    text(header, 0, 100, name);
    octal(header, 100, 8, 0600);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, size);
    octal(header, 136, 12, modified.getEpochSecond());
    header[156] = '0';
    text(header, 257, 6, "ustar");
    text(header, 263, 2, "00");
    text(header, 265, 32, "postgres");
    text(header, 297, 32, "postgres");
    Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    octal(header, CHECKSUM, 7, sum);
    return header;
  }

  private static void text(byte[] header, int at, int length, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > length) {
      throw new IllegalArgumentException("too long for a tar header: \"" + value + "\"");
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static void octal(byte[] header, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    text(header, at, length - 1, "0".repeat(length - 1 - digits.length()) + digits);
  }
}
