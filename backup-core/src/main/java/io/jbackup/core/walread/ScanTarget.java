package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;

/// Where recovery is to stop, with PostgreSQL's meanings (documentation, "Recovery Target").
/// `inclusive` is recovery_target_inclusive.
public sealed interface ScanTarget {
  /// The end of the first transaction after this time, which stays out; if not inclusive, also one
  /// at this very time.
  record Time(Instant time, boolean inclusive) implements ScanTarget {}

  /// The end of this transaction.
  record Xid(int xid, boolean inclusive) implements ScanTarget {}

  /// The first record at or after this position.
  record Position(Lsn lsn, boolean inclusive) implements ScanTarget {}

  /// A restore point.
  record Name(String name) implements ScanTarget {}
}
