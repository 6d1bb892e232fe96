package io.jbackup.core;

/// Where a use case tells what it does. Called from any thread.
public interface JobLog {
  void info(String message);

  void warning(String message);

  /// Details for the level LOG.
  void log(String message);

  /// Details for the level VERBOSE.
  void verbose(String message);
}
