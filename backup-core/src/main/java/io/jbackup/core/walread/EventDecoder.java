package io.jbackup.core.walread;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;

/// Tells the meaning of records of the resource managers XLOG and Transaction (xlogdesc.c, xact.h,
/// pg_control.h).
final class EventDecoder {
  private static final int RM_XLOG = 0;
  private static final int RM_XACT = 1;

  private EventDecoder() {}

  static Optional<WalEvent> decode(WalRecord record) {
    return switch (record.rmid()) {
      case RM_XLOG -> xlog(record);
      case RM_XACT -> transaction(record);
      default -> Optional.empty();
    };
  }

  private static Optional<WalEvent> transaction(WalRecord record) {
    return switch (record.info() & 0x70) {
      case 0x00, 0x30 -> {
        TransactionData data = new TransactionData(record);
        yield Optional.of(new WalEvent.Commit(data.xid(), data.time()));
      }
      case 0x20, 0x40 -> {
        TransactionData data = new TransactionData(record);
        yield Optional.of(new WalEvent.Abort(data.xid(), data.time()));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<WalEvent> xlog(WalRecord record) {
    return switch (record.info() & 0xF0) {
      case 0x00 -> Optional.of(checkpoint(new MainData(record), true));
      case 0x10 -> Optional.of(checkpoint(new MainData(record), false));
      case 0x50 -> Optional.of(new WalEvent.BackupEnd(new MainData(record).lsn()));
      case 0x70 -> Optional.of(restorePoint(new MainData(record)));
      case 0x90 -> Optional.of(endOfRecovery(new MainData(record)));
      default -> Optional.empty();
    };
  }

  private static WalEvent checkpoint(MainData data, boolean shutdown) {
    return new WalEvent.Checkpoint(shutdown, data.lsn(), data.i32(), data.i32());
  }

  private static WalEvent restorePoint(MainData data) {
    Instant time = data.time();
    return new WalEvent.RestorePoint(new String(data.untilZero(), UTF_8), time);
  }

  private static WalEvent endOfRecovery(MainData data) {
    return new WalEvent.EndOfRecovery(data.time(), data.i32(), data.i32());
  }
}
