package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// No connection to PostgreSQL: name resolution, network, TLS, authentication or rights.
public final class ConnectionException extends BackupException {
  private static final long serialVersionUID = 1L;

  public ConnectionException(String message, String hint) {
    this(message, hint, null);
  }

  public ConnectionException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
