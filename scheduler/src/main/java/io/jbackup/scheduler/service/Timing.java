package io.jbackup.scheduler.service;

import java.time.Duration;

/// How often the service looks, and how long it waits.
///
/// @param poll between two looks at the open rounds
/// @param missed between two looks for rounds that nobody has opened
/// @param refresh between two snapshots
/// @param memory for how long a picture of the cluster counts when no newer one can be had
/// @param stop how long running work may take to end
public record Timing(
    Duration poll, Duration missed, Duration refresh, Duration memory, Duration stop) {
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(3),
          Duration.ofMinutes(1),
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60));
}
