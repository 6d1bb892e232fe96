package io.jbackup.catalog.drill;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What came of one restore drill.
///
/// @param host on which it ran
/// @param duration of all of it: restore, recovery and checks
/// @param recoveredTo time of the last transaction that was replayed, if there was one
/// @param recoveredLsn where recovery ended
/// @param detail what was checked, or why it failed; one line
public record DrillRecord(
    BackupId backup,
    Instant started,
    Duration duration,
    String host,
    boolean passed,
    Optional<Instant> recoveredTo,
    Optional<Lsn> recoveredLsn,
    String detail) {}
