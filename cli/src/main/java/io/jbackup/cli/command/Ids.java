package io.jbackup.cli.command;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.UsageException;
import java.util.Locale;

/// Backup IDs as a command line gives them.
final class Ids {
  private Ids() {}

  /// In upper or lower case.
  static BackupId parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (!BackupId.isBackupId(upper)) {
      throw new UsageException(
          "invalid backup ID \"" + text + "\"",
          "An ID is of letters and digits, such as SVXPK2; \"jbackup show\" lists them.");
    }
    return new BackupId(upper);
  }
}
