package io.jbackup.catalog.error;

import org.jspecify.annotations.Nullable;

/// The catalog, an instance or a backup is missing, exists already or has a format that cannot be
/// used.
public final class CatalogException extends BackupException {
  private static final long serialVersionUID = 1L;

  public CatalogException(String message, String hint) {
    this(message, hint, null);
  }

  public CatalogException(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
