package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// Stored data, or the source's data, are damaged.
public final class CorruptException extends BackupException {
  private static final long serialVersionUID = 1L;

  public CorruptException(String message, String hint) {
    this(message, hint, null);
  }

  public CorruptException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
