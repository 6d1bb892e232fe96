package io.jbackup.catalog.retention;

import java.time.ZoneId;

/// What is asked of a purge.
///
/// @param wal whether WAL that nothing needs any more goes as well
/// @param zone in which days, weeks, months and years are told apart, and times are printed
public record RetentionRequest(Wish wish, boolean wal, RetentionPolicy policy, ZoneId zone) {}
