package io.jbackup.core.backup;

import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.compress.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What backup is wanted. `maxRateKbps` is in kB/s, 0 for no limit; `pgdata`, when given, is a
/// local data directory that must be the server's.
public record BackupRequest(
    BackupMode mode,
    WalMode walMode,
    SlotChoice slot,
    Compression compression,
    int threads,
    boolean fastCheckpoint,
    Optional<String> note,
    Optional<Expiry> expiry,
    boolean validate,
    int maxRateKbps,
    Duration archiveTimeout,
    Optional<Instant> startTime,
    Optional<Path> pgdata,
    String programVersion) {}
