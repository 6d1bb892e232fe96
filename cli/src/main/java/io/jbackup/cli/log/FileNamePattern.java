package io.jbackup.cli.log;

import io.jbackup.catalog.error.UsageException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A log file's name with strftime's sequences for parts of the date and time.
final class FileNamePattern {
  private FileNamePattern() {}

  /// Throws UsageException when the pattern is no file name.
  static String expand(String pattern, Instant now, ZoneId zone) {
    ZonedDateTime time = now.atZone(zone);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '/') {
        throw invalid(pattern, "a file name has no /; --log-directory says where it lies");
      }
      if (c != '%') {
        name.append(c);
      } else if (++i == pattern.length()) {
        throw invalid(pattern, "it ends in %");
      } else {
        name.append(part(pattern, pattern.charAt(i), time));
      }
    }
    return name.toString();
  }

  private static String part(String pattern, char letter, ZonedDateTime time) {
    if (letter == 's') {
      return Long.toString(time.toEpochSecond());
    }
    if (letter == 'u') {
      return Integer.toString(time.getDayOfWeek().getValue());
    }
    String form =
        switch (letter) {
          case 'Y' -> "uuuu";
          case 'y' -> "uu";
          case 'm' -> "MM";
          case 'd' -> "dd";
          case 'H' -> "HH";
          case 'I' -> "hh";
          case 'p' -> "a";
          case 'M' -> "mm";
          case 'S' -> "ss";
          case 'j' -> "DDD";
          case 'a' -> "EEE";
          case 'A' -> "EEEE";
          case 'b', 'h' -> "MMM";
          case 'B' -> "MMMM";
          case 'F' -> "uuuu-MM-dd";
          case 'z' -> "xx";
          case '%' -> "'%'";
          default -> throw invalid(pattern, "%" + letter + " is not known");
        };
    return DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(time);
  }

  private static UsageException invalid(String pattern, String why) {
    return new UsageException(
        "invalid log file name \"" + pattern + "\": " + why,
        "Known sequences: %Y %y %m %d %H %I %p %M %S %j %a %A %b %h %B %u %F %z %s %%.");
  }
}
