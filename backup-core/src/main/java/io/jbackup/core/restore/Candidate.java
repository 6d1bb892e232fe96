package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A backup as the choice sees it.
record Candidate(BackupId id, BackupControl control) {
  static Candidate of(StoredBackup backup) {
    return new Candidate(backup.id(), backup.control());
  }

  /// Whether the control file tells where the backup begins and ends in the WAL.
  boolean isComplete() {
    return control.lsn(ControlField.START_LSN).isPresent()
        && control.lsn(ControlField.STOP_LSN).isPresent()
        && control.timeline().isPresent();
  }

  Lsn start() {
    return control.lsn(ControlField.START_LSN).orElse(Lsn.ZERO);
  }

  /// Where it becomes consistent.
  Lsn stop() {
    return control.lsn(ControlField.STOP_LSN).orElse(Lsn.ZERO);
  }

  /// The timeline of the stop position.
  int timeline() {
    return control.timeline().orElse(1);
  }

  /// The earliest time it can be recovered to.
  Optional<Instant> recoveryTime() {
    return control.time(ControlField.RECOVERY_TIME).or(() -> control.time(ControlField.END_TIME));
  }

  OptionalLong recoveryXid() {
    return control.number(ControlField.RECOVERY_XID);
  }
}
