package io.jbackup.core.check;

import java.time.Duration;

/// Sizes and ages as people read them.
final class Words {
  private static final long STEP = 1024;

  private Words() {}

  /// `5s`, `12min`, `3h 20min`, `2d 4h`.
  static String age(Duration age) {
    if (age.toMinutes() == 0) {
      return Math.max(age.toSeconds(), 0) + "s";
    }
    if (age.toHours() == 0) {
      return age.toMinutes() + "min";
    }
    return age.toDays() == 0
        ? age.toHours() + "h " + age.toMinutesPart() + "min"
        : age.toDays() + "d " + age.toHoursPart() + "h";
  }

  /// `4096 MB`: with three digits at least where there are some.
  static String size(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    int unit = 0;
    long value = bytes;
    while (unit < units.length - 1 && value >= 10 * STEP) {
      value /= STEP;
      unit++;
    }
    return value + " " + units[unit];
  }

  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
