package io.jbackup.core.walread;

import io.jbackup.core.walread.WalEvent.TransactionEnd;
import org.jspecify.annotations.Nullable;

/// Whether a record ends recovery, and on which side of it: recoveryStopsBefore and
/// recoveryStopsAfter in PostgreSQL's xlogrecovery.c.
enum TargetMatch {
  GO_ON,
  STOP_BEFORE,
  STOP_AFTER;

  /// `event` is null for a record without meaning here.
  static TargetMatch of(ScanTarget target, WalRecord record, @Nullable WalEvent event) {
    return switch (target) {
      case ScanTarget.Position(var lsn, var inclusive) ->
          record.lsn().isBefore(lsn) ? GO_ON : side(inclusive);
      case ScanTarget.Name(var name) ->
          event instanceof WalEvent.RestorePoint point && point.name().equals(name)
              ? STOP_AFTER
              : GO_ON;
      case ScanTarget.Xid(var xid, var inclusive) ->
          event instanceof TransactionEnd ended && ended.xid() == xid ? side(inclusive) : GO_ON;
      case ScanTarget.Time time ->
          event instanceof TransactionEnd ended && isPast(time, ended) ? STOP_BEFORE : GO_ON;
    };
  }

  private static TargetMatch side(boolean inclusive) {
    return inclusive ? STOP_AFTER : STOP_BEFORE;
  }

  private static boolean isPast(ScanTarget.Time target, TransactionEnd ended) {
    int order = ended.time().compareTo(target.time());
    return target.inclusive() ? order > 0 : order >= 0;
  }
}
