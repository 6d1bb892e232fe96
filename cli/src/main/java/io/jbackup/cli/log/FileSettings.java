package io.jbackup.cli.log;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;

/// Which log files are written and when they are set aside. `errorFileName` is empty when there is
/// no file of errors; 0 turns a rotation off.
public record FileSettings(
    LogLevel level,
    boolean json,
    Path directory,
    String fileName,
    String errorFileName,
    long rotationKilobytes,
    long rotationMinutes) {
  /// No log files.
  public static final FileSettings NONE =
      new FileSettings(LogLevel.OFF, false, Path.of("/"), "none", "", 0, 0);

  /// Throws UsageException when a pattern is no file name, before it can be stored.
  public FileSettings {
    FileNamePattern.expand(fileName, Instant.EPOCH, ZoneOffset.UTC);
    FileNamePattern.expand(errorFileName, Instant.EPOCH, ZoneOffset.UTC);
  }
}
