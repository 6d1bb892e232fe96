package io.jbackup.core.walread;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads ranges of WAL to their end, for what they hold.
public final class WalScan {
  private static final Lsn NO_STOP = new Lsn(-1);

  private long records;
  private Lsn last = Lsn.ZERO;
  private Lsn end = Lsn.ZERO;
  private @Nullable TransactionStamp lastCommit;
  private @Nullable TransactionStamp lastEnded;

  private WalScan() {}

  /// What a whole range holds.
  ///
  /// @param end of the last record, not before the stop that was asked for
  /// @param lastCommit the last transaction that committed in the range
  public record Summary(long records, Lsn end, Optional<TransactionStamp> lastCommit) {}

  /// Reads every record from `start` to `stop`, as a backup has them. Throws WalException when WAL
  /// is missing, else as [WalReader#next()].
  public static Summary verify(SegmentSource source, WalOrigin origin, Lsn start, Lsn stop) {
    WalScan scan = new WalScan();
    try (WalReader reader = new WalReader(source, origin, start, stop)) {
      while (reader.next()) {
        scan.take(reader.record(), reader.record().event().orElse(null));
      }
      return switch (reader.end()) {
        case WalEnd.Reached(var end) -> new Summary(scan.records, end, scan.commit());
        case WalEnd.Absent absent ->
            throw missing(
                start,
                stop,
                "segment " + absent.segment().fileName(origin.segmentSize()) + " is not there");
        case WalEnd.Unwritten(var end) -> throw missing(start, stop, "it ends at " + end);
      };
    }
  }

  private static WalException missing(Lsn start, Lsn stop, String why) {
    return new WalException(
        "the WAL from " + start + " to " + stop + " is not complete: " + why,
        "wait until PostgreSQL has archived it, or make a new backup");
  }

  /// Looks for the record at which recovery from `start` would stop, to the end of the WAL that is
  /// there. Throws as [WalReader#next()]: damage is not taken for the end, as PostgreSQL would.
  public static TargetResult find(
      SegmentSource source, WalOrigin origin, Lsn start, ScanTarget target) {
    WalScan scan = new WalScan();
    try (WalReader reader = new WalReader(source, origin, start, NO_STOP)) {
      while (reader.next()) {
        WalRecord record = reader.record();
        @Nullable WalEvent event = record.event().orElse(null);
        switch (TargetMatch.of(target, record, event)) {
          case GO_ON -> scan.take(record, event);
          case STOP_BEFORE -> {
            return new TargetResult.Found(record.lsn(), record.lsn(), scan.commit());
          }
          case STOP_AFTER -> {
            scan.take(record, event);
            return new TargetResult.Found(record.lsn(), record.end(), scan.commit());
          }
        }
      }
      return new TargetResult.NotFound(reader.end(), scan.commit());
    }
  }

  /// Reads every record on the way to a target, or to the end of the WAL when it is null. Damage
  /// ends the way. Throws IdentityException and StorageException as [WalReader#next()].
  public static WalReach reach(
      SegmentSource source, WalOrigin origin, Lsn start, @Nullable ScanTarget target) {
    WalScan scan = new WalScan();
    scan.last = start;
    scan.end = start;
    try (WalReader reader = new WalReader(source, origin, start, NO_STOP)) {
      while (reader.next()) {
        WalRecord record = reader.record();
        @Nullable WalEvent event = record.event().orElse(null);
        switch (target == null ? TargetMatch.GO_ON : TargetMatch.of(target, record, event)) {
          case GO_ON -> scan.take(record, event);
          case STOP_BEFORE -> {
            return new WalReach.Reached(record.lsn(), scan.way());
          }
          case STOP_AFTER -> {
            scan.take(record, event);
            return new WalReach.Reached(record.lsn(), scan.way());
          }
        }
      }
      return new WalReach.Ended(reader.end(), scan.way());
    } catch (CorruptException e) {
      return new WalReach.Damaged(e, scan.way());
    }
  }

  private void take(WalRecord record, @Nullable WalEvent event) {
    records++;
    last = record.lsn();
    end = record.end();
    if (event instanceof WalEvent.TransactionEnd ended) {
      TransactionStamp stamp =
          new TransactionStamp(record.lsn(), record.end(), ended.xid(), ended.time());
      lastEnded = stamp;
      lastCommit = event instanceof WalEvent.Commit ? stamp : lastCommit;
    }
  }

  private Optional<TransactionStamp> commit() {
    return Optional.ofNullable(lastCommit);
  }

  private WalReach.Way way() {
    return new WalReach.Way(last, end, Optional.ofNullable(lastEnded));
  }
}
