package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;

/// Why there is no further record.
public sealed interface WalEnd {
  /// The end of the last whole record.
  Lsn lsn();

  /// The range that was asked for has been read.
  record Reached(Lsn lsn) implements WalEnd {}

  /// The next bytes would be in a segment that is not there.
  record Absent(Lsn lsn, SegmentName segment) implements WalEnd {}

  /// The segment is there, but nothing was written after the last record: zeros follow.
  record Unwritten(Lsn lsn) implements WalEnd {}
}
