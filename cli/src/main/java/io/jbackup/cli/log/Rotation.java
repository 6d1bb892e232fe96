package io.jbackup.cli.log;

import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.TriggeringPolicy;
import ch.qos.logback.core.rolling.helper.CompressionMode;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.File;
import java.io.IOException;
import java.time.Duration;

/// Sets a log file aside before the message that would find it too large or too old. No file is
/// ever removed: how long logs are kept is the administrator's decision.
final class Rotation extends ContextAwareBase implements RollingPolicy, TriggeringPolicy<LogEntry> {
  private final LogFileOnDisk file;
  private final long maxBytes;
  private final Duration maxAge;
  private boolean started;

  Rotation(LogFileOnDisk file, FileSettings settings, FileAppender<LogEntry> parent) {
    this.file = file;
    this.maxBytes = settings.rotationKilobytes() * 1024;
    this.maxAge = Duration.ofMinutes(settings.rotationMinutes());
    setParent(parent);
  }

  @Override
  public boolean isTriggeringEvent(File active, LogEntry entry) {
    boolean large = maxBytes > 0 && active.length() >= maxBytes;
    boolean old = maxAge.isPositive() && file.age().compareTo(maxAge) >= 0 && active.length() > 0;
    return large || old;
  }

  @Override
  public void rollover() {
    try {
      file.setAside();
    } catch (IOException e) {
      throw new RolloverFailure("could not set \"" + file.path() + "\" aside", e);
    }
  }

  @Override
  public String getActiveFileName() {
    return file.path().toString();
  }

  @Override
  public CompressionMode getCompressionMode() {
    return CompressionMode.NONE;
  }

  @Override
  public void setParent(FileAppender<?> appender) {
    // The parent is not needed: the file's name never changes.
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public void stop() {
    started = false;
  }

  @Override
  public boolean isStarted() {
    return started;
  }
}
