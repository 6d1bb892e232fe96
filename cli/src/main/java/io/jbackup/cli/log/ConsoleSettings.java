package io.jbackup.cli.log;

/// How the console is written. `verbose`: the user wants everything, with stack traces.
public record ConsoleSettings(LogLevel level, boolean json, boolean colour, boolean verbose) {
  public static final ConsoleSettings DEFAULT =
      new ConsoleSettings(LogLevel.INFO, false, false, false);
}
