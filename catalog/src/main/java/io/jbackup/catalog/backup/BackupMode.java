package io.jbackup.catalog.backup;

import io.jbackup.catalog.error.UsageException;
import java.util.Locale;

/// How much of the cluster a backup holds.
public enum BackupMode {
  FULL,
  PAGE,
  DELTA,
  PTRACK;

  /// Reads a mode in any case, abbreviated as far as it is unambiguous.
  public static BackupMode parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    BackupMode found = null;
    for (BackupMode mode : values()) {
      if (!upper.isEmpty() && mode.name().startsWith(upper)) {
        if (found != null) {
          throw invalid(text);
        }
        found = mode;
      }
    }
    if (found == null) {
      throw invalid(text);
    }
    return found;
  }

  private static UsageException invalid(String text) {
    return new UsageException(
        "Invalid backup-mode \"" + text + "\"", "Use -b FULL, the mode of this version.");
  }
}
