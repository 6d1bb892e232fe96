package io.jbackup.scheduler.round;

import java.time.Duration;

/// The patience of the decision.
///
/// @param attempts so many may fail
/// @param pause after a failed attempt, times the number of those that failed
/// @param grace for how long a round is tried that has no, or a shorter, time to catch up
/// @param unrest for how long a first attempt waits for a cluster in which a failover is under way
public record RoundPolicy(int attempts, Duration pause, Duration grace, Duration unrest) {
  public static final RoundPolicy DEFAULT =
      new RoundPolicy(3, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(2));
}
