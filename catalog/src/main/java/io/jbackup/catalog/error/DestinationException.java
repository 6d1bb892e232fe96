package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// The destination of a restore is not empty, too small or cannot be written.
public final class DestinationException extends BackupException {
  private static final long serialVersionUID = 1L;

  public DestinationException(String message, String hint) {
    this(message, hint, null);
  }

  public DestinationException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
