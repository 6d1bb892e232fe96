package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;

/// A transaction's end and where it is recorded.
///
/// @param lsn the record's beginning
/// @param end the record's end: what has been recovered so far holds the transaction
public record TransactionStamp(Lsn lsn, Lsn end, int xid, Instant time) {}
