package io.jbackup.cli.option;

/// What an option takes.
public enum ValueKind {
  /// Nothing: it is there or not.
  FLAG,
  TEXT,
  /// An absolute path.
  PATH,
  INTEGER,
  /// A number with a unit of time.
  DURATION,
  /// A number with a unit of memory.
  SIZE,
  /// One of a few words; a prefix that fits only one will do.
  CHOICE,
  /// true, false, yes, no, on, off, 1, 0 or a prefix of those.
  BOOLEAN,
  /// Checked as the configuration key of the same name.
  CONFIG
}
