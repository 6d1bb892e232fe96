package io.jbackup.catalog.store;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Words for what a file system refuses, the same wherever it happens.
public final class StorageFailures {
  private StorageFailures() {}

  /// An operation on a path failed: `could not <what> "<path>": <reason>`, with a hint by reason.
  public static StorageException of(String what, Path path, IOException cause) {
    String reason = reason(cause);
    return new StorageException(
        "could not " + what + " \"" + path + "\": " + reason, hint(reason, path), cause);
  }

  /// A stream of an [ObjectReader] failed: what its store, or its encryption, says of it.
  ///
  /// @param object how messages call what was read
  public static BackupException ofStream(String object, IOException cause) {
    return cause.getCause() instanceof BackupException known
        ? known
        : new StorageException(
            "could not read \"" + object + "\": " + cause.getMessage(),
            "Check the storage.",
            cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return switch (cause) {
      case AccessDeniedException _ -> "Permission denied";
      case NoSuchFileException _ -> "No such file or directory";
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }

  private static String hint(String reason, Path path) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota")) {
      return "Free space on the file system of \""
          + path
          + "\", or delete backups that are not needed, and run the command again.";
    }
    if (lower.contains("read-only")) {
      return "Remount the file system read-write, or choose another directory.";
    }
    if (lower.contains("permission denied") || lower.contains("not permitted")) {
      return "Run the command as the user who owns the directory, or correct its permissions.";
    }
    if (lower.contains("no such file")) {
      return "Check that the path is right and that its file system is mounted.";
    }
    return "Check the file system and its mount, then run the command again.";
  }
}
