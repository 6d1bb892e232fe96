package io.jbackup.scheduler.job;

import io.jbackup.catalog.run.RunRecord;
import io.jbackup.scheduler.round.Failure;

/// How a node's work at a round ended.
public sealed interface RunEnd {
  /// The work was done, whatever it found.
  record Finished(RunRecord record) implements RunEnd {}

  /// The attempt failed.
  record Failed(Failure failure, String hint) implements RunEnd {}

  /// It was done already.
  record Already(String text) implements RunEnd {}

  /// Another process works at it, or this node may not do it any more.
  record NotNow(String why) implements RunEnd {}

  /// The service stops.
  record Stopped() implements RunEnd {}
}
