package io.jbackup.scheduler.config;

import java.time.Duration;
import java.time.ZoneId;

/// When a piece of work is due.
///
/// @param name unique in its instance: `full`, `validate`, `drill`, with a number where it repeats
/// @param cron of Quartz, with seconds
/// @param catchUp for how long after its time a missed run is still done, once
public record Schedule(String name, Work work, String cron, ZoneId zone, Duration catchUp) {}
