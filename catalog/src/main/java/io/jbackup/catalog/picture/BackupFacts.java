package io.jbackup.catalog.picture;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// What decisions need to know of a backup.
///
/// @param timeline of the stop LSN
/// @param start where recovery begins to read WAL
/// @param stop where the backup is consistent
/// @param startTime when it began: what the control file says, else what its ID tells
/// @param recoveryTime the earliest time that it can be recovered to
/// @param expireTime until when it is pinned
/// @param parent the backup that this one was made against
public record BackupFacts(
    BackupId id,
    BackupStatus status,
    BackupMode mode,
    WalMode walMode,
    OptionalInt timeline,
    Optional<Lsn> start,
    Optional<Lsn> stop,
    Instant startTime,
    Optional<Instant> recoveryTime,
    Optional<Instant> expireTime,
    Optional<BackupId> parent,
    boolean fromReplica,
    long dataBytes,
    long walBytes) {
  public static BackupFacts of(StoredBackup backup) {
    BackupControl control = backup.control();
    return new BackupFacts(
        backup.id(),
        control.status(),
        mode(control),
        control.walMode(),
        control.timeline(),
        control.lsn(ControlField.START_LSN),
        control.lsn(ControlField.STOP_LSN),
        control.time(ControlField.START_TIME).orElseGet(() -> backup.id().start()),
        control.time(ControlField.RECOVERY_TIME),
        control.time(ControlField.EXPIRE_TIME),
        control.text(ControlField.PARENT_BACKUP_ID).filter(BackupId::isBackupId).map(BackupId::new),
        control.text(ControlField.FROM_REPLICA).filter("true"::equals).isPresent(),
        control.number(ControlField.DATA_BYTES).orElse(0),
        control.number(ControlField.WAL_BYTES).orElse(0));
  }

  /// A backup whose mode is not known counts as full: nothing else is then thought to hold it up.
  private static BackupMode mode(BackupControl control) {
    String name = control.text(ControlField.BACKUP_MODE).orElse("");
    return Arrays.stream(BackupMode.values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElse(BackupMode.FULL);
  }

  /// Whether recovery can begin with it: its status says so, and its control file tells where it
  /// lies in the WAL.
  public boolean isRestorable() {
    return status.isRestorable() && start.isPresent() && stop.isPresent() && timeline.isPresent();
  }

  /// The same with another status.
  public BackupFacts with(BackupStatus changed) {
    return new BackupFacts(
        id,
        changed,
        mode,
        walMode,
        timeline,
        start,
        stop,
        startTime,
        recoveryTime,
        expireTime,
        parent,
        fromReplica,
        dataBytes,
        walBytes);
  }

  public boolean isFull() {
    return mode == BackupMode.FULL;
  }
}
