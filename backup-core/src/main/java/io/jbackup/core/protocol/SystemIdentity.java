package io.jbackup.core.protocol;

import io.jbackup.catalog.wal.Lsn;

/// The answer to `IDENTIFY_SYSTEM`.
///
/// @param systemIdentifier unsigned, as in pg_control
/// @param walPosition how far WAL is flushed, on a standby: replayed or received
public record SystemIdentity(long systemIdentifier, int timeline, Lsn walPosition) {}
