package io.jbackup.scheduler.service;

import java.time.Instant;

/// What this node knows of a schedule's last round beyond what the catalog keeps.
record Outcome(Instant due, boolean ok, String text) {}
