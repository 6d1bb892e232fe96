package io.jbackup.scheduler.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How the page writes times, spans and sizes.
///
/// @param now of the snapshot
record Words(ZoneId zone, Instant now) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final double STEP = 1024;

  /// A span is not broken into lines.
  private static final String NO_BREAK = "\u00a0";

  String time(Instant time) {
    return TIME.format(time.atZone(zone));
  }

  String tick(Instant time, boolean hours) {
    return (hours ? HOUR : DAY).format(time.atZone(zone));
  }

  String zoneName() {
    return zone.getId();
  }

  /// `5 h 12 min ago`, or `in 3 h`.
  String distance(Instant time) {
    Duration age = Duration.between(time, now);
    if (age.isNegative()) {
      return "in " + span(age.negated());
    }
    return age.toSeconds() < 1 ? "just now" : span(age) + " ago";
  }

  /// In its one or two largest units.
  static String span(Duration span) {
    if (span.isNegative()) {
      return "0" + NO_BREAK + "s";
    }
    if (span.toDays() > 0) {
      return pair(span.toDays(), "d", span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return pair(span.toHours(), "h", span.toMinutesPart(), "min");
    }
    return span.toMinutes() > 0
        ? pair(span.toMinutes(), "min", span.toSecondsPart(), "s")
        : span.toSeconds() + NO_BREAK + "s";
  }

  private static String pair(long large, String unit, int small, String smallUnit) {
    return large + NO_BREAK + unit + (small > 0 ? NO_BREAK + small + NO_BREAK + smallUnit : "");
  }

  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    String format = unit > 0 && value < 10 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }
}
