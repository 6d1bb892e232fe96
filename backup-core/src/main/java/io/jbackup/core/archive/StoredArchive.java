package io.jbackup.core.archive;

import io.jbackup.catalog.compress.Algorithm;

/// A stored archive as the backup's index describes it. Lengths in bytes; `indexOffset` is where
/// its frames begin in the index.
public record StoredArchive(
    String fileName,
    Algorithm algorithm,
    long tablespaceOid,
    long rawBytes,
    long storedBytes,
    long frames,
    long indexOffset) {
  /// The OID that stands for the main data directory.
  public static final long MAIN = 0;

  /// The OID that stands for the WAL of a STREAM backup.
  public static final long WAL = -1;

  public boolean isMain() {
    return tablespaceOid == MAIN;
  }

  public boolean isWal() {
    return tablespaceOid == WAL;
  }

  /// What the manifest's names of this archive's files begin with.
  public String manifestPrefix() {
    return tablespaceOid > 0 ? "pg_tblspc/" + tablespaceOid + "/" : "";
  }
}
