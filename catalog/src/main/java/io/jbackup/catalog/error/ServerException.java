package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// PostgreSQL answered a command with an error, or broke it off. Keeps the server's SQLSTATE where
/// there is one (PostgreSQL documentation, appendix "Error Codes").
public final class ServerException extends BackupException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public ServerException(String message, String hint) {
    this(message, hint, "", null);
  }

  public ServerException(String message, String hint, String sqlState, @Nullable Throwable cause) {
    super(message, hint, cause);
    this.sqlState = sqlState;
  }

  /// Five characters, or the empty string when the failure was not reported by the server.
  public String sqlState() {
    return sqlState;
  }
}
