package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// The recovery target cannot be reached.
public final class TargetException extends BackupException {
  private static final long serialVersionUID = 1L;

  public TargetException(String message, String hint) {
    this(message, hint, null);
  }

  public TargetException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
