package io.jbackup.catalog.wal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A position in the WAL stream: a byte offset, compared as an unsigned number. Written as two
/// hexadecimal halves (`16/B374D848`); PostgreSQL 19 pads the low half, so both forms are read.
public record Lsn(long value) implements Comparable<Lsn> {
  /// `0/0`, which PostgreSQL uses for "none".
  public static final Lsn ZERO = new Lsn(0);

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /// Throws IllegalArgumentException when the text is not an LSN.
  public static Lsn parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an LSN: \"" + text + "\"");
    }
    long high = Long.parseLong(matcher.group(1), 16);
    return new Lsn(high << 32 | Long.parseLong(matcher.group(2), 16));
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
    return String.format("%X/%X", value >>> 32, value & 0xFFFFFFFFL);
  }
}
