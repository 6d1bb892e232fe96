package io.jbackup.catalog.backup;

import java.util.Arrays;

/// What is known of a backup. Only OK and DONE are backups; the others say why not.
public enum BackupStatus {
  /// The control file is missing or cannot be read; never written.
  UNKNOWN,
  /// Being taken.
  RUNNING,
  /// Copied, not verified.
  DONE,
  /// Copied and verified.
  OK,
  /// Verification failed.
  CORRUPT,
  /// A backup that this one needs is not usable.
  ORPHAN,
  /// Failed or interrupted.
  ERROR,
  MERGING,
  MERGED,
  /// Being removed.
  DELETING;

  /// UNKNOWN for a word that is none.
  public static BackupStatus parse(String text) {
    return Arrays.stream(values())
        .filter(status -> status.name().equals(text))
        .findFirst()
        .orElse(UNKNOWN);
  }

  public boolean isRestorable() {
    return this == OK || this == DONE;
  }
}
