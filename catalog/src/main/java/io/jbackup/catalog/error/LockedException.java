package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// Another process holds a lock that is needed.
public final class LockedException extends BackupException {
  private static final long serialVersionUID = 1L;

  public LockedException(String message, String hint) {
    this(message, hint, null);
  }

  public LockedException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
