package io.jbackup.cli.log;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Opens the log files that the settings ask for.
final class LogFiles {
  private LogFiles() {}

  static List<LogSink> open(FileSettings settings, Clock clock, Consumer<String> warnings) {
    List<LogSink> sinks = new ArrayList<>();
    if (settings.level() != LogLevel.OFF) {
      Path file = path(settings, settings.fileName(), clock);
      sinks.add(FileSink.open(file, settings.level(), settings, clock, warnings));
    }
    if (!settings.errorFileName().isEmpty()) {
      Path file = path(settings, settings.errorFileName(), clock);
      sinks.add(FileSink.open(file, LogLevel.ERROR, settings, clock, warnings));
    }
    return sinks;
  }

  private static Path path(FileSettings settings, String pattern, Clock clock) {
    return settings
        .directory()
        .resolve(FileNamePattern.expand(pattern, clock.instant(), clock.getZone()));
  }
}
