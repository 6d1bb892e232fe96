package io.jbackup.cli.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time of a message: `2026-11-22 14:00:00 +00`.
final class LogTime {
  private LogTime() {}

  static String format(Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss x", Locale.ROOT)
        .format(time.atZone(zone));
  }
}
