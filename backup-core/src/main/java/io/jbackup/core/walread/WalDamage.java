package io.jbackup.core.walread;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;

/// The words for WAL that cannot be read.
final class WalDamage {
  private static final String HINT =
      "recovery ends before this position; take the file from pg_wal or another archive if it is"
          + " whole there, else make a new backup";

  private WalDamage() {}

  static CorruptException record(WalRecord record) {
    return new CorruptException(
        "the parts of the WAL record at " + record.lsn() + " do not fit together", HINT);
  }

  /// @param file name of the segment that holds `lsn`
  static CorruptException at(String file, long lsn, String why) {
    return new CorruptException(
        "WAL file " + file + " is damaged at " + new Lsn(lsn) + ": " + why, HINT);
  }
}
