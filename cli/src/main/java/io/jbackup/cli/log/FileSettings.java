package io.jbackup.cli.log;

import java.nio.file.Path;

/// Which log files are written and when they are set aside. `errorFileName` is empty when there is
/// no file of errors; 0 turns a rotation off.
public record FileSettings(
    LogLevel level,
    boolean json,
    Path directory,
    String fileName,
    String errorFileName,
    long rotationKilobytes,
    long rotationMinutes) {}
