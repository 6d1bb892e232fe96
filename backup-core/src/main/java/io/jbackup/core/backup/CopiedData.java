package io.jbackup.core.backup;

import io.jbackup.catalog.wal.Lsn;
import java.util.List;

/// What was copied, when all of it is durable. Bytes: `dataBytes` as stored, `rawBytes` before
/// compression, `fileBytes` the sum of the files, `walBytes` of whole segments, `storedWalBytes`
/// what they take in the backup.
record CopiedData(
    Lsn start,
    Lsn stop,
    int startTimeline,
    int stopTimeline,
    long dataBytes,
    long rawBytes,
    long fileBytes,
    long walBytes,
    long storedWalBytes,
    long indexCrc,
    String tablespaces,
    List<String> missingConfiguration) {}
