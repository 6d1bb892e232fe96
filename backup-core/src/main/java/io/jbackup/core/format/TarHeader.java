package io.jbackup.core.format;

/// A block of 512 bytes that begins a member: ustar (POSIX.1-2001), with GNU's numbers in base 256.
/// Every method throws IllegalArgumentException that says what is wrong.
final class TarHeader {
  static final int BLOCK = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  boolean allZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  void requireChecksum() {
    long stored = number(CHECKSUM, 8);
    int actual = 0;
    for (int i = 0; i < BLOCK; i++) {
      actual += i >= CHECKSUM && i < CHECKSUM_END ? ' ' : block[i] & 0xFF;
    }
    if (stored != actual) {
      throw new IllegalArgumentException(
          "header checksum is " + stored + ", its bytes have " + actual);
    }
  }

  char type() {
    return (char) (block[156] & 0xFF);
  }

  String name() {
    String name = text(0, 100);
    boolean posix = text(257, 6).equals("ustar") && block[262] == 0;
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + '/' + name;
  }

  String linkTarget() {
    return text(157, 100);
  }

  int mode() {
    return (int) number(100, 8) & 0xFFF;
  }

  long size() {
    return number(124, 12);
  }

  long modified() {
    return number(136, 12);
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return PgPath.of(block, offset, end - offset);
  }

  private long number(int offset, int length) {
    return (block[offset] & 0x80) == 0 ? octal(offset, length) : base256(offset, length);
  }

  private long octal(int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long value = 0;
    for (; at < end && block[at] != 0 && block[at] != ' '; at++) {
      if (block[at] < '0' || block[at] > '7') {
        throw new IllegalArgumentException("the number at byte " + offset + " is malformed");
      }
      value = value << 3 | (block[at] - '0');
    }
    return value;
  }

  private long base256(int offset, int length) {
    long value = block[offset] & 0x7F;
    for (int at = offset + 1; at < offset + length; at++) {
      if (value >>> 55 != 0) {
        throw new IllegalArgumentException("the number at byte " + offset + " is too large");
      }
      value = value << 8 | (block[at] & 0xFF);
    }
    return value;
  }
}
