package io.jbackup.core.walread;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;

/// How far records can be read on the way to a recovery target.
public sealed interface WalReach {
  Way way();

  /// What was read.
  ///
  /// @param record where the last record begins; the start when there was none
  /// @param end where it ends: what can be recovered ends there
  /// @param ended the last transaction that ended, by commit or abort
  record Way(Lsn record, Lsn end, Optional<TransactionStamp> ended) {}

  /// Recovery stops at the target.
  ///
  /// @param record the record that stops it; it is part of the way if it is replayed
  record Reached(Lsn record, Way way) implements WalReach {}

  /// There are no more records.
  record Ended(WalEnd reason, Way way) implements WalReach {}

  /// What follows is damaged.
  record Damaged(CorruptException damage, Way way) implements WalReach {}
}
