package io.jbackup.core.check;

import java.time.Duration;

/// What to hold an instance against. Beyond a limit is a warning, beyond twice of it a failure.
///
/// @param backupAge of the newest good backup
/// @param walAge of the newest segment in the archive
/// @param readySegments that may wait for archive_command
/// @param freePercent of the catalog's file system; below it is a warning
/// @param switchWal whether a primary is made to switch to a new segment, to see one arrive
/// @param archiveTimeout how long it may take to arrive
public record CheckRequest(
    Duration backupAge,
    Duration walAge,
    int readySegments,
    int freePercent,
    boolean switchWal,
    Duration archiveTimeout) {}
