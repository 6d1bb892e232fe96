package io.jbackup.core.restore;

import io.jbackup.catalog.error.UsageException;
import java.util.Locale;

/// What the server does when it has reached the target.
public enum RecoveryAction {
  PAUSE,
  PROMOTE,
  SHUTDOWN;

  /// Throws UsageException for another word.
  public static RecoveryAction parse(String text) {
    return switch (text) {
      case "pause" -> PAUSE;
      case "promote" -> PROMOTE;
      case "shutdown" -> SHUTDOWN;
      default ->
          throw new UsageException(
              "invalid recovery target action \"" + text + "\"", "Use pause, promote or shutdown.");
    };
  }

  /// The word of the command line and of the setting.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
