package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// Reading or writing storage failed: full, read-only, no right, I/O error.
public final class StorageException extends BackupException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, String hint) {
    this(message, hint, null);
  }

  public StorageException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
