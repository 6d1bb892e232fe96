package io.jbackup.core.validate;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;

/// Names of the WAL that backups need.
final class BackupNames {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);

  private BackupNames() {}

  static String firstSegment(BackupControl control) {
    return SegmentName.containing(
            control.timeline().orElseThrow(),
            control.lsn(ControlField.START_LSN).orElseThrow(),
            SIZE)
        .fileName(SIZE);
  }
}
