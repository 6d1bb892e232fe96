package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// WAL that is needed is not there.
public final class WalException extends BackupException {
  private static final long serialVersionUID = 1L;

  public WalException(String message, String hint) {
    this(message, hint, null);
  }

  public WalException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
