package io.jbackup.scheduler.round;

/// How a node stands to work that is due.
public sealed interface Standing {
  /// In words, for the log and the status.
  String reason();

  record Fit(String reason) implements Standing {}

  record Unfit(String reason) implements Standing {}

  /// Unknown is not no.
  record Unclear(String reason) implements Standing {}
}
