package io.jbackup.cli.log;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/// Messages in a file, written and rotated by logback, which is set up here and not by a file of
/// its own: reading one would take longer than most commands.
final class FileSink implements LogSink {
  private final LogLevel level;
  private final RollingFileAppender<LogEntry> appender;

  private FileSink(LogLevel level, RollingFileAppender<LogEntry> appender) {
    this.level = level;
    this.appender = appender;
  }

  /// Throws StorageException when the file cannot be written. Failures later on, such as a full
  /// disk, are handed to `warnings` and do not stop the command.
  static FileSink open(
      Path file, LogLevel level, FileSettings settings, Clock clock, Consumer<String> warnings) {
    LogFileOnDisk onDisk = new LogFileOnDisk(file, clock, settings.rotationMinutes() > 0);
    onDisk.create();
    onDisk.readBirth().ifPresent(warnings);
    Context context = new ContextBase();
    StatusListener failures =
        status -> {
          if (status.getLevel() == Status.ERROR) {
            warnings.accept("log file \"" + file + "\": " + status.getMessage());
          }
        };
    context.getStatusManager().add(failures);
    RollingFileAppender<LogEntry> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(new EntryEncoder(settings.json(), clock.getZone()));
    Rotation rotation = new Rotation(onDisk, settings, appender);
    rotation.setContext(context);
    appender.setRollingPolicy(rotation);
    appender.setTriggeringPolicy(rotation);
    rotation.start();
    appender.start();
    return new FileSink(level, appender);
  }

  @Override
  public void write(LogEntry entry) {
    if (level.takes(entry.level())) {
      appender.doAppend(entry);
    }
  }

  @Override
  public void close() {
    appender.stop();
  }
}
