package io.jbackup.catalog.wal;

/// Upper-case hexadecimal digits as PostgreSQL writes them in names and positions. By hand, because
/// archive-push is started for every segment and pays for the first use of Pattern and Formatter.
final class Hex {
  private Hex() {}

  /// The value of the digits in [from, to), at most 15 of them; -1 when another character is among
  /// them. Lower case counts as a digit only where `lower` says so.
  static long parse(CharSequence text, int from, int to, boolean lower) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = digit(text.charAt(i), lower);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static int digit(char c, boolean lower) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    return lower && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /// Appends the low 32 bits as eight digits.
  static StringBuilder appendEight(StringBuilder out, long value) {
    for (int shift = 28; shift >= 0; shift -= 4) {
      appendDigit(out, value >>> shift);
    }
    return out;
  }

  /// Appends an unsigned number without leading zeros.
  static StringBuilder append(StringBuilder out, long value) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      appendDigit(out, value >>> shift);
    }
    return out;
  }

  private static void appendDigit(StringBuilder out, long value) {
    int digit = (int) (value & 0xF);
    out.append((char) (digit < 10 ? '0' + digit : 'A' + digit - 10));
  }
}
