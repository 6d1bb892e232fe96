package io.jbackup.catalog.archive;

import io.jbackup.catalog.wal.SegmentSize;

/// Whose WAL an archive holds: the cluster's system identifier (unsigned) and segment size.
public record WalIdentity(long systemId, SegmentSize segmentSize) {}
