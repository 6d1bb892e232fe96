package io.jbackup.scheduler.config;

import java.time.Duration;

/// When work has been due for `after` and nobody did it, nodes of `to` may do it as well.
public record Fallback(Duration after, RunOn to) {}
