package io.jbackup.catalog.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// Times as control files and tables write them: `2026-11-22 01:44:59+00`, whole seconds, with
/// minutes in the offset only where there are some. A fraction of a second is read but not written.
/// Written by hand because a DateTimeFormatter takes longer to make than `show` takes in all.
public final class ControlTime {
  private static final int DATE_AND_TIME = "2026-11-22 01:44:59".length();
  private static final int HOURS_OFFSET = "+00".length();
  private static final int MINUTES_OFFSET = "+05:30".length();

  private ControlTime() {}

  /// In UTC.
  public static String format(Instant time) {
    return format(time, ZoneOffset.UTC);
  }

  public static String format(Instant time, ZoneId zone) {
    OffsetDateTime local = OffsetDateTime.ofInstant(time, zone);
    StringBuilder text = new StringBuilder(DATE_AND_TIME + MINUTES_OFFSET);
    append(text, local.getYear(), 4).append('-');
    append(text, local.getMonthValue(), 2).append('-');
    append(text, local.getDayOfMonth(), 2).append(' ');
    append(text, local.getHour(), 2).append(':');
    append(text, local.getMinute(), 2).append(':');
    append(text, local.getSecond(), 2);
    int offset = local.getOffset().getTotalSeconds();
    append(text.append(offset < 0 ? '-' : '+'), Math.abs(offset) / 3600, 2);
    int minutes = Math.abs(offset) / 60 % 60;
    return (minutes == 0 ? text : append(text.append(':'), minutes, 2)).toString();
  }

  private static StringBuilder append(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    return text.repeat('0', Math.max(0, digits - plain.length())).append(plain);
  }

  /// Empty when the text is not such a time.
  public static Optional<Instant> parse(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    int offsetLength = text.length() - sign;
    boolean offset = offsetLength == HOURS_OFFSET || offsetLength == MINUTES_OFFSET;
    if (sign < DATE_AND_TIME || !offset || text.charAt("2026-11-22".length()) != ' ') {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(text.substring(0, sign).replace(' ', 'T'));
      return Optional.of(local.toInstant(ZoneOffset.of(text.substring(sign))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
