package io.jbackup.scheduler.round;

import io.jbackup.scheduler.config.Fallback;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// All that a decision about a round rests on, at one moment.
///
/// @param catchUp of the round's schedule
/// @param newest the newest round of the same schedule that is open; may be this one
/// @param standing of this node by the instance's ordinary rule
/// @param asFallback of this node by the rule that counts once the work has been due for long
/// @param calm whether no failover or switchover is under way, as far as is known
public record Situation(
    OpenRound open,
    Instant now,
    Duration catchUp,
    Optional<Fallback> fallback,
    Round newest,
    Trace trace,
    Standing standing,
    Optional<Standing> asFallback,
    boolean calm) {
  Duration dueFor() {
    return Duration.between(open.round().due(), now);
  }
}
