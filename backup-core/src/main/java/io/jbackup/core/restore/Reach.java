package io.jbackup.core.restore;

import io.jbackup.core.walread.WalTail;

/// What the WAL tells about a backup and a target.
sealed interface Reach {
  /// Recovery gets there, or nothing speaks against it.
  record Reachable() implements Reach {}

  /// The target lies before the point at which the backup is consistent: an older one may do.
  record BeforeBackup(String why) implements Reach {}

  /// Recovery would end before the target.
  record Beyond(String why, WalTail.Range range) implements Reach {}
}
