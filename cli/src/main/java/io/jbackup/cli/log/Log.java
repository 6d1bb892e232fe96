package io.jbackup.cli.log;

import io.jbackup.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;

/// What the user is told: each message goes to the console and, when so configured, to files.
public final class Log implements AutoCloseable {
  private final Clock clock;
  private final ConsoleSink console;
  private final List<LogSink> files;
  private final boolean stackTraces;

  private Log(Clock clock, ConsoleSink console, List<LogSink> files, boolean stackTraces) {
    this.clock = clock;
    this.console = console;
    this.files = files;
    this.stackTraces = stackTraces;
  }

  /// A log without files, for what is said before the configuration is known.
  public static Log console(Terminal terminal, Clock clock, ConsoleSettings settings) {
    return new Log(
        clock, new ConsoleSink(terminal, clock.getZone(), settings), List.of(), settings.verbose());
  }

  /// A log with the files that the settings ask for. Throws StorageException when one cannot be
  /// written.
  public static Log open(
      Terminal terminal, Clock clock, ConsoleSettings console, FileSettings files) {
    Log early = console(terminal, clock, console);
    return new Log(
        clock, early.console, LogFiles.open(files, clock, early::warning), console.verbose());
  }

  public void warning(String message) {
    write(LogLevel.WARNING, message);
  }

  public void info(String message) {
    write(LogLevel.INFO, message);
  }

  public void log(String message) {
    write(LogLevel.LOG, message);
  }

  public void verbose(String message) {
    write(LogLevel.VERBOSE, message);
  }

  public void write(LogLevel level, String message) {
    everywhere(new LogEntry(clock.instant(), level, message, ""));
  }

  /// Whether the console gets messages of a level, as plain lines.
  public boolean showsPlainly(LogLevel level) {
    return console.isPlain() && console.takes(level);
  }

  /// A message for the files only.
  public void fileOnly(LogLevel level, String message) {
    LogEntry entry = new LogEntry(clock.instant(), level, message, "");
    files.forEach(file -> file.write(entry));
  }

  /// An error with what to do about it.
  public void error(String message, String hint) {
    everywhere(new LogEntry(clock.instant(), LogLevel.ERROR, message, hint));
  }

  /// An error with what to do about it; its stack trace follows when the user asked for that.
  public void error(String message, String hint, Throwable failure) {
    error(message, hint);
    if (stackTraces) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      verbose(trace.toString().stripTrailing());
    }
  }

  private void everywhere(LogEntry entry) {
    console.write(entry);
    files.forEach(file -> file.write(entry));
  }

  @Override
  public void close() {
    files.forEach(LogSink::close);
  }
}
