package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// A failure that an operator is told about: what failed on what and why (the message), and what to
/// do next (the hint). Each kind has one exit code, see [#exitCode()].
public abstract sealed class BackupException extends RuntimeException
    permits UsageException,
        CatalogException,
        IdentityException,
        ConnectionException,
        ServerException,
        WalException,
        CorruptException,
        TargetException,
        DestinationException,
        StorageException,
        LockedException,
        CancelledException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /// Takes the hint as an argument of its own so that none is forgotten.
  protected BackupException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /// What to do next, one or more lines without the word HINT.
  public String hint() {
    return hint;
  }

  /// The process's exit code for this kind of failure.
  public ExitCode exitCode() {
    return switch (this) {
      case UsageException _ -> ExitCode.USAGE;
      case CatalogException _ -> ExitCode.CATALOG;
      case IdentityException _ -> ExitCode.IDENTITY;
      case ConnectionException _ -> ExitCode.CONNECTION;
      case ServerException _ -> ExitCode.SERVER;
      case WalException _ -> ExitCode.WAL;
      case CorruptException _ -> ExitCode.CORRUPT;
      case TargetException _ -> ExitCode.TARGET;
      case DestinationException _ -> ExitCode.DESTINATION;
      case StorageException _ -> ExitCode.STORAGE;
      case LockedException _ -> ExitCode.LOCKED;
      case CancelledException _ -> ExitCode.INTERRUPTED;
    };
  }
}
