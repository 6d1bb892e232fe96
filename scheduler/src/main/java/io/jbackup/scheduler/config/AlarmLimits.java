package io.jbackup.scheduler.config;

import java.time.Duration;

/// Beyond these somebody is told.
///
/// @param backupAge of the newest good backup
/// @param walAge of the newest archived segment while the server writes
/// @param readySegments that wait for archive_command
/// @param freePercent of the catalog's file system; below it
/// @param mirrorLag of what the mirror has not yet
public record AlarmLimits(
    Duration backupAge, Duration walAge, int readySegments, int freePercent, Duration mirrorLag) {}
