package io.jbackup.core.restore;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.Optional;

/// What the WAL tells about a backup and a target.
sealed interface Reach {
  /// Recovery gets there, or nothing speaks against it.
  record Reachable() implements Reach {}

  /// The target lies before the point at which the backup is consistent: an older one may do.
  record BeforeBackup(String why) implements Reach {}

  /// Recovery would end before the target.
  record Beyond(String why, Range range) implements Reach {}

  /// How far recovery gets.
  ///
  /// @param time the latest target time that is reached: just before the last transaction's end
  /// @param xid of the last transaction that ended
  /// @param lsn where the last record begins
  record Range(Optional<Instant> time, Optional<Integer> xid, Lsn lsn) {}
}
