package io.jbackup.scheduler.config;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.retention.RetentionPolicy;
import java.time.Duration;
import java.util.Optional;

/// The second catalog of an instance.
///
/// @param retention of the mirror; empty for what the instance's configuration there says
/// @param deleteWal whether retention there also removes WAL
/// @param walEvery between two looks for what is new
/// @param threads how many files are copied at a time
/// @param keys where the mirror's keys are; empty where the environment says it
public record MirrorSettings(
    CatalogLocation catalog,
    Optional<RetentionPolicy> retention,
    boolean deleteWal,
    Duration walEvery,
    int threads,
    Optional<KeySettings> keys) {}
