package io.jbackup.core.restore;

import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.WalEvent;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalReader;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks at WAL from its end: the newest segments tell how far recovery gets, however long the WAL
/// before them is.
final class TailScan {
  private final SegmentSource source;
  private final WalOrigin origin;
  private final WalRun run;
  private final Lsn consistent;
  private @Nullable String damage;

  /// @param run the WAL that is there without a hole
  /// @param consistent where the backup is consistent: records before it do not count
  TailScan(SegmentSource source, WalOrigin origin, WalRun run, Lsn consistent) {
    this.source = source;
    this.origin = origin;
    this.run = run;
    this.consistent = consistent;
  }

  /// How far recovery gets: reads back to the last segment in which a transaction ended.
  Reach.Range range() {
    Lsn last = consistent;
    for (long number = last(); number >= first(); number--) {
      Facts facts = read(number);
      last = facts.last != null && last.isBefore(facts.last) ? facts.last : last;
      if (facts.time != null) {
        return new Reach.Range(
            Optional.of(facts.time.minusNanos(1000)), Optional.of(facts.xid), last);
      }
    }
    return new Reach.Range(Optional.empty(), Optional.empty(), last);
  }

  /// Whether a transaction ended at a time for which `beyond` holds, so that recovery stops there.
  /// Looks back to the last segment in which any ended: commit times ascend but for changes of the
  /// clock.
  boolean ends(Predicate<Instant> beyond) {
    for (long number = last(); number >= first(); number--) {
      Instant newest = read(number).newest;
      if (newest != null) {
        return beyond.test(newest);
      }
    }
    return false;
  }

  /// Whether a record begins at or after `lsn`.
  boolean hasRecordFrom(Lsn lsn) {
    for (long number = size().segmentOf(lsn); number <= last(); number++) {
      Lsn newest = read(number).last;
      if (newest != null && !newest.isBefore(lsn)) {
        return true;
      }
    }
    return false;
  }

  /// What is wrong with the newest segments that were read, if anything. Recovery ends there; a
  /// target before it is reached nevertheless.
  Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  private SegmentSize size() {
    return origin.segmentSize();
  }

  private long first() {
    return size().segmentOf(consistent);
  }

  private long last() {
    return run.isEmpty() ? first() - 1 : size().segmentBefore(run.end());
  }

  private Facts read(long number) {
    Facts facts = new Facts();
    Lsn begin = size().startOf(number);
    Lsn end = size().startOf(number + 1);
    Lsn stop = run.end().isBefore(end) ? run.end() : end;
    try (WalReader reader = new WalReader(source, origin, begin, stop)) {
      while (reader.next()) {
        if (!reader.record().lsn().isBefore(consistent)) {
          facts.last = reader.record().lsn();
          reader.record().event().ifPresent(facts::add);
        }
      }
    } catch (CorruptException e) {
      damage = e.getMessage();
    }
    return facts;
  }

  /// What one segment holds.
  private static final class Facts {
    private @Nullable Lsn last;
    private @Nullable Instant time;
    private @Nullable Instant newest;
    private int xid;

    void add(WalEvent event) {
      if (event instanceof WalEvent.TransactionEnd ended) {
        xid = ended.xid();
        time = ended.time();
        newest = newest == null || time.isAfter(newest) ? time : newest;
      }
    }
  }
}
