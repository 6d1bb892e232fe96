package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// Something belongs to another cluster, PostgreSQL version or segment size.
public final class IdentityException extends BackupException {
  private static final long serialVersionUID = 1L;

  public IdentityException(String message, String hint) {
    this(message, hint, null);
  }

  public IdentityException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
