package io.jbackup.archivepush;

import io.jbackup.catalog.error.BackupException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What the programs tell: on stderr, which PostgreSQL puts into its own log, and in jbackup's log
/// files where they are enabled.
final class Log {
  private final PrintStream console;
  private final List<LogFile> files = new ArrayList<>(0);
  private Level level = Level.INFO;
  private boolean json;

  Log(PrintStream console) {
    this.console = console;
  }

  void console(Level newLevel, boolean newJson) {
    level = newLevel;
    json = newJson;
  }

  void add(LogFile file) {
    files.add(file);
  }

  /// Whether a message of that level goes anywhere.
  boolean takes(Level message) {
    return level.takes(message) || !files.isEmpty();
  }

  void info(String message) {
    write(Level.INFO, message, "");
  }

  void log(String message) {
    write(Level.LOG, message, "");
  }

  void warning(String message) {
    write(Level.WARNING, message, "");
  }

  void error(BackupException failure) {
    write(Level.ERROR, String.valueOf(failure.getMessage()), failure.hint());
  }

  void error(String message) {
    write(Level.ERROR, message, "");
  }

  synchronized void write(Level message, String text, String hint) {
    if (!takes(message)) {
      return;
    }
    LogLine line =
        new LogLine(
            System.currentTimeMillis(),
            thread(),
            message,
            text,
            hint,
            ProcessHandle.current().pid());
    if (level.takes(message)) {
      console.println(json ? line.json() : line.plain(true));
      console.flush();
    }
    files.removeIf(file -> !written(file, line));
  }

  /// A file that cannot be written is told of once and then left alone.
  private boolean written(LogFile file, LogLine line) {
    if (file.write(line)) {
      return true;
    }
    LogLine warning =
        new LogLine(line.time(), line.thread(), Level.WARNING, file.failure(), "", line.pid());
    console.println(json ? warning.json() : warning.plain(true));
    return false;
  }

  /// Workers are named after their number; the main thread is number 1.
  private static int thread() {
    return Thread.currentThread() instanceof Worker worker ? worker.number() : 1;
  }
}
