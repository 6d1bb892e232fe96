package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// The command line or a configuration value is wrong; nothing was changed.
public final class UsageException extends BackupException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message, String hint) {
    this(message, hint, null);
  }

  public UsageException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
