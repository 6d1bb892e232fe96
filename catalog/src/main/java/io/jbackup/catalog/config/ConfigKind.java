package io.jbackup.catalog.config;

/// What kind of value a configuration key takes; numbers are kept in the base unit named here.
public enum ConfigKind {
  TEXT,
  /// An absolute path.
  PATH,
  INTEGER,
  UINT64,
  SECONDS,
  MINUTES,
  KILOBYTES,
  LOG_LEVEL,
  LOG_FORMAT,
  ALGORITHM,
  /// `on` or `off`.
  SWITCH,
  /// `AES256` or `aws:kms`: by the object store, with keys that it has.
  STORE_ENCRYPTION
}
