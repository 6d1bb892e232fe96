package io.jbackup.core.protocol;

import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;

/// The answer to `READ_REPLICATION_SLOT` about a physical slot.
///
/// @param restartLsn the oldest WAL it keeps; empty when it has reserved none
/// @param restartTimeline the timeline of that position, 0 when unknown
public record ReplicationSlot(Optional<Lsn> restartLsn, int restartTimeline) {}
