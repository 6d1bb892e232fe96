package io.jbackup.scheduler.round;

import java.util.Optional;

/// A round that nobody has finished.
///
/// @param attempts that failed, on any node that shares the board
/// @param lastFailure of the newest of them
/// @param claimedBy the living node, other than this one, that works on it
public record OpenRound(
    Round round, int attempts, Optional<Failure> lastFailure, Optional<String> claimedBy) {
  static OpenRound fresh(Round round) {
    return new OpenRound(round, 0, Optional.empty(), Optional.empty());
  }

  OpenRound failed(Failure failure) {
    return new OpenRound(round, attempts + 1, Optional.of(failure), Optional.empty());
  }
}
