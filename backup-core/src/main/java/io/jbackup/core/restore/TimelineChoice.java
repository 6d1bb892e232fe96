package io.jbackup.core.restore;

import io.jbackup.catalog.error.UsageException;

/// Which timeline recovery follows.
public sealed interface TimelineChoice {
  /// Not said: the backup's own, for a standby the latest.
  record Unset() implements TimelineChoice {}

  /// The backup's own.
  record Current() implements TimelineChoice {}

  /// The newest in the archive.
  record Latest() implements TimelineChoice {}

  /// This one.
  record Numbered(int timeline) implements TimelineChoice {}

  /// Reads `current`, `latest` or a number, which may be hexadecimal. Throws UsageException.
  static TimelineChoice parse(String text) {
    return switch (text) {
      case "current" -> new Current();
      case "latest" -> new Latest();
      default -> new Numbered(number(text));
    };
  }

  private static int number(String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    try {
      int number =
          Integer.parseUnsignedInt(hexadecimal ? text.substring(2) : text, hexadecimal ? 16 : 10);
      if (number != 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(text, e);
    }
    throw invalid(text, new NumberFormatException("0"));
  }

  private static UsageException invalid(String text, NumberFormatException cause) {
    return new UsageException(
        "invalid recovery target timeline \"" + text + "\"",
        "Use a timeline's number, current or latest.",
        cause);
  }
}
