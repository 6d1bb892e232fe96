package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.text.TimeText;
import java.util.Optional;

/// Whether a recovery target can be reached.
///
/// @param backup from this backup only; empty for any
public record TargetQuestion(
    RecoveryTarget target, boolean inclusive, TimelineChoice timeline, Optional<BackupId> backup) {
  /// The target as pg_probackup's message names it: `time …`, `xid …`, `lsn …`, `name …`.
  String words() {
    return switch (target) {
      case RecoveryTarget.None _, RecoveryTarget.Latest _, RecoveryTarget.Immediate _ ->
          target.words();
      case RecoveryTarget.Time time -> "time " + TimeText.format(time.time());
      case RecoveryTarget.Xid xid -> "xid " + xid.xid();
      case RecoveryTarget.Position position -> "lsn " + position.lsn();
      case RecoveryTarget.Name name -> "name \"" + name.name() + '"';
    };
  }
}
