package io.jbackup.core.format;

import io.jbackup.catalog.wal.Lsn;

/// WAL that a backup needs to become consistent, on one timeline.
public record WalRange(int timeline, Lsn start, Lsn end) {}
