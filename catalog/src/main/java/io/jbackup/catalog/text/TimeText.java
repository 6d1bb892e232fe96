package io.jbackup.catalog.text;

import io.jbackup.catalog.error.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Points in time as people write them and as PostgreSQL reads them. PostgreSQL counts
/// microseconds.
public final class TimeText {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[Tt\\s]\\s*(\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?"
              + "\\s*(Z|z|[+-]\\d{2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_/+-]+)?)?");
  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .appendOffset("+HH:mm", "+00")
          .toFormatter(Locale.ROOT);

  private TimeText() {}

  /// Reads `2026-11-22 10:00:00.123456+05:30`: `T` or blanks between date and time; seconds,
  /// fraction and offset may be absent (then it is a time of `zone`). Throws UsageException, which
  /// calls it `what`.
  public static OffsetDateTime parse(String what, String text, ZoneId zone) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(what, text, null);
    }
    try {
      LocalDate date = LocalDate.parse(matcher.group(1));
      LocalTime time =
          matcher.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
      ZoneId given = matcher.group(3) == null ? zone : zone(matcher.group(3));
      return LocalDateTime.of(date, time).atZone(given).toOffsetDateTime();
    } catch (DateTimeException e) {
      throw invalid(what, text, e);
    }
  }

  private static ZoneId zone(String text) {
    return text.startsWith("+") || text.startsWith("-")
        ? ZoneOffset.of(text)
        : ZoneId.of(text.equals("z") ? "Z" : text);
  }

  private static UsageException invalid(String what, String text, @Nullable Throwable cause) {
    return new UsageException(
        "invalid " + what + " \"" + text + "\"",
        "Write it like 2026-11-22 10:00:00.5+01:00; without an offset it is local time.",
        cause);
  }

  /// With the offset of `time`, fraction only where there is one.
  public static String format(OffsetDateTime time) {
    return WRITTEN.format(time.truncatedTo(ChronoUnit.MICROS));
  }

  public static String format(Instant time, ZoneId zone) {
    return format(time.atZone(zone).toOffsetDateTime());
  }
}
