package io.jbackup.catalog.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/// Times as control files and tables write them: `2026-11-22 01:44:59+00`, whole seconds, with
/// minutes in the offset only where there are some.
public final class ControlTime {
  private ControlTime() {}

  private static DateTimeFormatter form(boolean fraction) {
    DateTimeFormatterBuilder form =
        new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss");
    if (fraction) {
      form.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
    }
    return form.appendOffset("+HH:mm", "+00").toFormatter(Locale.ROOT);
  }

  /// In UTC.
  public static String format(Instant time) {
    return format(time, ZoneOffset.UTC);
  }

  public static String format(Instant time, ZoneId zone) {
    OffsetDateTime local =
        OffsetDateTime.ofInstant(Instant.ofEpochSecond(time.getEpochSecond()), zone);
    return form(false).format(local);
  }

  /// Empty when the text is not such a time.
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, form(true)).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
