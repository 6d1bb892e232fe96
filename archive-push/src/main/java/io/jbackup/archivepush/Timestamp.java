package io.jbackup.archivepush;

/// The time of a message in UTC, `2026-11-22 14:00:00 +00`. By arithmetic, because java.time needs
/// the zone rules and a formatter, which cost as much as archiving a segment.
final class Timestamp {
  private static final long DAY = 86_400_000;

  private Timestamp() {}

  static String format(long milliseconds) {
    int[] date = date(Math.floorDiv(milliseconds, DAY));
    int seconds = (int) (Math.floorMod(milliseconds, DAY) / 1000);
    StringBuilder text = new StringBuilder(24);
    text.append(date[0]).append('-');
    two(text, date[1]).append('-');
    two(text, date[2]).append(' ');
    two(text, seconds / 3600).append(':');
    two(text, seconds / 60 % 60).append(':');
    return two(text, seconds % 60).append(" +00").toString();
  }

  /// Year, month and day of a day since 1970, in the Gregorian calendar: years that begin in March
  /// put the leap day at their end.
  static int[] date(long day) {
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shiftedMonth = (5 * dayOfYear + 2) / 153;
    int month = (int) (shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    int dayOfMonth = (int) (dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    return new int[] {(int) year, month, dayOfMonth};
  }

  private static StringBuilder two(StringBuilder text, int value) {
    return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
