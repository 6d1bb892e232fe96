package io.jbackup.catalog.backup;

/// Where the WAL lies that a backup needs to become consistent.
public enum WalMode {
  /// In the backup.
  STREAM,
  /// In the instance's archive.
  ARCHIVE
}
