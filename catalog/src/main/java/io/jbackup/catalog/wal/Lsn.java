package io.jbackup.catalog.wal;

/// A position in the WAL stream: a byte offset, compared as an unsigned number. Written as two
/// hexadecimal halves (`16/B374D848`); PostgreSQL 19 pads the low half, so both forms are read.
public record Lsn(long value) implements Comparable<Lsn> {
  /// `0/0`, which PostgreSQL uses for "none".
  public static final Lsn ZERO = new Lsn(0);

  /// Throws IllegalArgumentException when the text is not an LSN.
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    long high = half(text, 0, slash);
    long low = half(text, slash + 1, text.length());
    if (slash < 0 || high < 0 || low < 0) {
      throw new IllegalArgumentException("not an LSN: \"" + text + "\"");
    }
    return new Lsn(high << 32 | low);
  }

  private static long half(String text, int from, int to) {
    int digits = to - from;
    return digits < 1 || digits > 8 ? -1 : Hex.parse(text, from, to, true);
  }

  public Lsn plus(long bytes) {
    return new Lsn(value + bytes);
  }

  /// Bytes from `other` to this position; negative when this position is earlier.
  public long minus(Lsn other) {
    return value - other.value;
  }

  public boolean isBefore(Lsn other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    StringBuilder text = Hex.append(new StringBuilder(17), value >>> 32).append('/');
    return Hex.append(text, value & 0xFFFFFFFFL).toString();
  }
}
