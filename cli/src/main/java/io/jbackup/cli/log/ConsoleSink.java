package io.jbackup.cli.log;

import io.jbackup.cli.terminal.Terminal;
import java.time.ZoneId;

/// Messages on standard error: `LEVEL: message`, with a line `HINT: …` after an error.
final class ConsoleSink implements LogSink {
  private static final String RESET = "\u001b[0m";

  private final Terminal terminal;
  private final ZoneId zone;
  private final ConsoleSettings settings;

  ConsoleSink(Terminal terminal, ZoneId zone, ConsoleSettings settings) {
    this.terminal = terminal;
    this.zone = zone;
    this.settings = settings;
  }

  boolean isPlain() {
    return !settings.json();
  }

  boolean takes(LogLevel level) {
    return settings.level().takes(level);
  }

  @Override
  public void write(LogEntry entry) {
    if (!takes(entry.level())) {
      return;
    }
    if (settings.json()) {
      terminal.message(JsonForm.line(entry, zone));
      return;
    }
    terminal.message(level(entry.level()) + ": " + entry.message());
    if (!entry.hint().isEmpty()) {
      terminal.message("HINT: " + entry.hint());
    }
  }

  private String level(LogLevel level) {
    if (!settings.colour()) {
      return level.name();
    }
    return switch (level) {
      case ERROR -> "\u001b[1;31m" + level + RESET;
      case WARNING -> "\u001b[33m" + level + RESET;
      case OFF, NOTICE, INFO, LOG, VERBOSE -> level.name();
    };
  }

  @Override
  public void close() {
    // The terminal belongs to the process.
  }
}
