package io.jbackup.core.testing;

/// PostgreSQL's shutdown modes, with the signals that ask for them (manual, "Shutting Down the
/// Server").
public enum StopMode {
  SMART("TERM"),
  FAST("INT"),
  IMMEDIATE("QUIT");

  private final String signal;

  StopMode(String signal) {
    this.signal = signal;
  }

  String signal() {
    return signal;
  }
}
