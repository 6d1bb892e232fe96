package io.jbackup.core.backup;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.core.walread.WalScan;
import java.time.Instant;

/// The earliest moment that a recovery with the backup can go to: the last transaction that ended
/// at or before the stop LSN. `time` is in whole seconds, rounded up so that it is never before it.
record RecoveryPoint(Instant time, long xid) {
  /// `otherwise` counts when no transaction ended in the backup's WAL.
  static RecoveryPoint of(WalScan.Summary wal, Instant otherwise) {
    return wal.lastCommit()
        .map(last -> new RecoveryPoint(roundedUp(last.time()), Integer.toUnsignedLong(last.xid())))
        .orElseGet(() -> new RecoveryPoint(roundedUp(otherwise), 0));
  }

  private static Instant roundedUp(Instant time) {
    return time.getNano() == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond() + 1);
  }

  BackupControl addTo(BackupControl control) {
    return control.with(ControlField.RECOVERY_TIME, time).with(ControlField.RECOVERY_XID, xid);
  }
}
