package io.jbackup.scheduler.round;

import java.time.Instant;

/// Why an attempt at a round came to nothing.
///
/// @param retriable false when the same would only fail again
public record Failure(Instant at, String why, boolean retriable) {}
