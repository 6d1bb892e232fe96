package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;

/// What a search for a recovery target found.
public sealed interface TargetResult {
  /// The last transaction that commits before recovery stops.
  Optional<TransactionStamp> lastCommit();

  /// Recovery stops.
  ///
  /// @param lsn the record that stops it
  /// @param recovered the end of what is recovered: that record's end if it is replayed, else its
  ///   beginning
  record Found(Lsn lsn, Lsn recovered, Optional<TransactionStamp> lastCommit)
      implements TargetResult {}

  /// The WAL ends before the target: PostgreSQL would refuse to end recovery there.
  record NotFound(WalEnd end, Optional<TransactionStamp> lastCommit) implements TargetResult {}
}
