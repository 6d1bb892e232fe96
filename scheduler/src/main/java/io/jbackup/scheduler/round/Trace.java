package io.jbackup.scheduler.round;

/// What the catalog tells of a round.
public sealed interface Trace {
  /// Nobody has done it.
  record None() implements Trace {}

  /// Another process works on it.
  ///
  /// @param by who, for messages
  record InWork(String by) implements Trace {}

  /// It is done.
  ///
  /// @param text by whom or what: `taken by u5`, `backup SVXPK2`
  record Done(String text) implements Trace {}

  /// The catalog could not be read.
  record Unreadable(String why) implements Trace {}
}
