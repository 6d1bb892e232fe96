package io.jbackup.core.backup;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.NewBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.connect.ConnectionTarget;
import java.time.Instant;

/// Registers a backup that begins; it stays locked until it ends.
final class BackupStart {
  private BackupStart() {}

  static NewBackup register(
      Instance instance,
      Locks locks,
      BackupRequest request,
      ServerFacts facts,
      ConnectionTarget target,
      Instant now) {
    BackupControl control =
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, request.mode().name())
            .with(ControlField.STREAM, "" + (request.walMode() == WalMode.STREAM))
            .with(ControlField.COMPRESS_ALG, request.compression().algorithm().label())
            .with(ControlField.COMPRESS_LEVEL, request.compression().level())
            .with(ControlField.FROM_REPLICA, "" + facts.standby())
            .with(ControlField.FORMAT_VERSION, BackupControl.FORMAT_VERSION)
            .with(ControlField.BLOCK_SIZE, facts.blockSize())
            .with(ControlField.XLOG_BLOCK_SIZE, facts.walBlockSize())
            .with(ControlField.CHECKSUM_VERSION, facts.dataChecksums() ? 1 : 0)
            .with(ControlField.PROGRAM_VERSION, request.programVersion())
            .with(ControlField.SERVER_VERSION, facts.major())
            .with(ControlField.TIMELINE_ID, Integer.toUnsignedLong(facts.timeline()))
            .with(ControlField.START_TIME, now)
            .with(ControlField.PRIMARY_CONNINFO, target.primaryConninfo())
            .with(BackupStatus.RUNNING);
    if (request.note().isPresent()) {
      control = control.with(ControlField.NOTE, request.note().get());
    }
    return instance.create(now, control, locks);
  }
}
