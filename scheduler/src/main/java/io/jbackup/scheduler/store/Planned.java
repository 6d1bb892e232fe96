package io.jbackup.scheduler.store;

import io.jbackup.scheduler.config.Schedule;

/// A schedule of an instance.
public record Planned(String instance, Schedule schedule) {}
