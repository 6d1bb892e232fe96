package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// The work was interrupted by a signal.
public final class CancelledException extends BackupException {
  private static final long serialVersionUID = 1L;

  public CancelledException(String message, String hint) {
    this(message, hint, null);
  }

  public CancelledException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
