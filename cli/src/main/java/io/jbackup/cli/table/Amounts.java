package io.jbackup.cli.table;

import java.time.Duration;

/// Sizes, durations and ratios as the tables write them.
public final class Amounts {
  private static final int HALF_UNITS_LIMIT = 20 * 1024 - 1;

  private Amounts() {}

  /// A size with the largest unit that leaves it below 10240, rounded; `0` for none.
  public static String size(long bytes) {
    if (bytes <= 0) {
      return "0";
    }
    if (bytes < 10 * 1024) {
      return bytes + "B";
    }
    long halves = bytes >> 9;
    for (String unit : new String[] {"kB", "MB", "GB"}) {
      if (halves < HALF_UNITS_LIMIT) {
        return (halves + 1) / 2 + unit;
      }
      halves >>= 10;
    }
    return (halves + 1) / 2 + "TB";
  }

  /// A span of time in its two largest units.
  public static String duration(Duration duration) {
    long milliseconds = duration.toMillis();
    long seconds = milliseconds / 1000;
    if (milliseconds <= 0) {
      return "0";
    }
    if (seconds == 0) {
      return milliseconds + "ms";
    }
    if (seconds < 60) {
      long rest = milliseconds % 1000;
      return seconds + "s" + (rest > 0 ? ":" + rest + "ms" : "");
    }
    if (seconds < 3600) {
      return seconds / 60 + "m:" + seconds % 60 + "s";
    }
    return seconds < 86_400
        ? seconds / 3600 + "h:" + seconds % 3600 / 60 + "m"
        : seconds / 86_400 + "d:" + seconds % 86_400 / 3600 + "h";
  }

  /// How many times `part` goes into `whole`, with two digits; 1.00 when one of them is not known.
  public static String ratio(long whole, long part) {
    if (whole <= 0 || part <= 0) {
      return "1.00";
    }
    long hundredths = Math.round(100.0 * whole / part);
    return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
  }
}
