package io.jbackup.core.restore;

/// What the records alone tell about a backup and a target.
sealed interface Verdict {
  Candidate candidate();

  /// It can be taken, if the WAL is there.
  record Suitable(Candidate candidate, Route route) implements Verdict {}

  /// It cannot; `why` goes on after "backup X".
  record Unsuitable(Candidate candidate, String why) implements Verdict {}
}
