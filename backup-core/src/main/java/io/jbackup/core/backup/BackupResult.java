package io.jbackup.core.backup;

import io.jbackup.catalog.StoredBackup;

/// A backup that was taken: `residentBytes` is what it occupies, data and WAL, as stored.
public record BackupResult(StoredBackup backup, long residentBytes) {}
