package io.jbackup.cli.log;

import java.time.ZoneId;

/// A log file's plain lines: `timestamp [pid]: LEVEL: message`.
final class PlainForm {
  private PlainForm() {}

  static String line(LogEntry entry, ZoneId zone) {
    String start =
        LogTime.format(entry.time(), zone) + " [" + ProcessHandle.current().pid() + "]: ";
    String line = start + entry.level() + ": " + entry.message();
    return entry.hint().isEmpty() ? line : line + "\n" + start + "HINT: " + entry.hint();
  }
}
