package io.jbackup.cli.log;

/// How important a message is, in the order of growing detail.
public enum LogLevel {
  OFF,
  ERROR,
  WARNING,
  NOTICE,
  INFO,
  LOG,
  VERBOSE;

  /// Whether a sink that is set to this level takes a message of that level.
  boolean takes(LogLevel message) {
    return compareTo(message) >= 0;
  }
}
