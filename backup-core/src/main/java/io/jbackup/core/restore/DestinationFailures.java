package io.jbackup.core.restore;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.StorageFailures;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Words for what the file systems of the destination refuse.
final class DestinationFailures {
  private static final String AGAIN = "Empty the destination and restore again.";

  private DestinationFailures() {}

  static BackupException of(String what, Path path, IOException cause) {
    return switch (cause) {
      case ClosedByInterruptException e -> interrupted(e);
      case FileAlreadyExistsException e ->
          new DestinationException(
              "could not " + what + " \"" + path + "\": it exists already",
              "Something else writes to the destination. " + AGAIN,
              e);
      default -> refused(what, path, cause);
    };
  }

  /// The restore was stopped.
  static CancelledException interrupted(@Nullable Exception cause) {
    return new CancelledException("the restore was interrupted", AGAIN, cause);
  }

  private static DestinationException refused(String what, Path path, IOException cause) {
    StorageException words = StorageFailures.of(what, path, cause);
    String message = String.valueOf(words.getMessage());
    String hint =
        message.contains("No space left") || message.contains("quota")
            ? "Free space on the file system of \"" + path + "\". " + AGAIN
            : words.hint();
    return new DestinationException(message, hint, cause);
  }
}
