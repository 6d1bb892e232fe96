package io.jbackup.scheduler.round;

/// What a node does about a round now.
public sealed interface Decision {
  /// In words, for the log and the status.
  String reason();

  /// This node begins.
  record Run(String reason) implements Decision {}

  /// Not now, or not here; it is looked at again.
  record Wait(String reason) implements Decision {}

  /// There is nothing left to do.
  record Done(String reason) implements Decision {}

  /// It stays undone.
  record GiveUp(String reason) implements Decision {}
}
