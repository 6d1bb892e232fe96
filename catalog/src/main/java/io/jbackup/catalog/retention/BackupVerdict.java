package io.jbackup.catalog.retention;

import io.jbackup.catalog.picture.BackupFacts;

/// What becomes of a backup.
///
/// @param reason such as `kept: redundancy 2 of 2` or `expired: beyond redundancy 2`
/// @param counted how many good full backups there are from the newest up to this one
/// @param ageDays whole days since its recovery time
public record BackupVerdict(
    BackupFacts backup, boolean kept, String reason, int counted, long ageDays) {}
