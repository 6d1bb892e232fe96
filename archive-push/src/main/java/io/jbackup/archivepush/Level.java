package io.jbackup.archivepush;

import io.jbackup.catalog.error.UsageException;
import java.util.Locale;

/// How important a message is, in the order of growing detail.
enum Level {
  OFF,
  ERROR,
  WARNING,
  NOTICE,
  INFO,
  LOG,
  VERBOSE;

  static Level parse(Option option, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    for (Level level : values()) {
      if (level.name().equals(upper)) {
        return level;
      }
    }
    throw new UsageException(
        "invalid value \"" + text + "\" for " + option.label(),
        "Use one of off, error, warning, notice, info, log, verbose.");
  }

  /// Whether a log that is set to this level takes a message of that level.
  boolean takes(Level message) {
    return compareTo(message) >= 0;
  }
}
