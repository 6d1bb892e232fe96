package io.jbackup.core.validate;

/// What became of the validation of one backup.
public enum Outcome {
  /// Every byte was read and is right.
  VALID,
  /// It is CORRUPT or ORPHAN now.
  DAMAGED,
  /// Its control file does not tell what it is, so that nothing relies on it any more.
  UNKNOWN,
  /// It never was a backup, or is being removed: ERROR, DELETING, or RUNNING without a process.
  SKIPPED,
  /// Another process holds it, or is still taking it.
  LOCKED,
  /// The storage failed, or its format is not known: nothing was learnt about it.
  UNREAD
}
