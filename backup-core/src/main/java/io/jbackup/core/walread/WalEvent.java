package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;

/// What a record means, as far as a backup tool cares.
public sealed interface WalEvent {
  /// The end of a transaction, which is what recovery targets count by.
  sealed interface TransactionEnd extends WalEvent {
    /// The transaction that ended: for a prepared one, the one that was prepared.
    int xid();

    Instant time();
  }

  /// COMMIT or COMMIT PREPARED.
  record Commit(int xid, Instant time) implements TransactionEnd {}

  /// ROLLBACK or ROLLBACK PREPARED.
  record Abort(int xid, Instant time) implements TransactionEnd {}

  /// pg_create_restore_point().
  record RestorePoint(String name, Instant time) implements WalEvent {}

  /// A checkpoint, written at its end.
  ///
  /// @param shutdown nothing was running: the server stopped, or recovery ended
  /// @param redo where recovery from this checkpoint begins
  /// @param previousTimeline differs from `timeline` where that one begins
  record Checkpoint(boolean shutdown, Lsn redo, int timeline, int previousTimeline)
      implements WalEvent {}

  /// The beginning of a timeline at a promotion.
  record EndOfRecovery(Instant time, int timeline, int previousTimeline) implements WalEvent {}

  /// The end of a base backup on a primary; `start` tells which one.
  record BackupEnd(Lsn start) implements WalEvent {}
}
