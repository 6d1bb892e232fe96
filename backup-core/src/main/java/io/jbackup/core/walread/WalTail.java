package io.jbackup.core.walread;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks at WAL from its end: the newest segments tell how far recovery gets, however long the WAL
/// before them is.
public final class WalTail {
  private final SegmentSource source;
  private final WalOrigin origin;
  private final Lsn end;
  private final Lsn consistent;
  private @Nullable Damage damage;

  /// How far recovery gets.
  ///
  /// @param time the latest target time that is reached: just before the last transaction's end
  /// @param xid of the last transaction that ended
  /// @param lsn where the last record begins
  public record Range(Optional<Instant> time, Optional<Integer> xid, Lsn lsn) {}

  /// Where recovery would stop before the end.
  ///
  /// @param at the end of the last record that is whole, or the beginning of the segment
  public record Damage(Lsn at, String problem) {}

  /// @param end how far the WAL is there without a hole
  /// @param consistent where the backup is consistent: records before it do not count
  public WalTail(SegmentSource source, WalOrigin origin, Lsn end, Lsn consistent) {
    this.source = source;
    this.origin = origin;
    this.end = end;
    this.consistent = consistent;
  }

  /// How far recovery gets: reads back to the last segment in which a transaction ended. Throws
  /// StorageException when a segment cannot be read.
  public Range range() {
    Lsn last = consistent;
    for (long number = last(); number >= first(); number--) {
      Facts facts = read(number);
      if (facts.damaged) {
        last = consistent;
      }
      last = facts.last != null && last.isBefore(facts.last) ? facts.last : last;
      if (facts.time != null) {
        return new Range(Optional.of(facts.time.minusNanos(1000)), Optional.of(facts.xid), last);
      }
    }
    return new Range(Optional.empty(), Optional.empty(), last);
  }

  /// Whether a transaction ended at a time for which `beyond` holds, so that recovery stops there.
  /// Looks back to the last segment in which any ended: commit times ascend but for changes of the
  /// clock.
  public boolean ends(Predicate<Instant> beyond) {
    for (long number = last(); number >= first(); number--) {
      Instant newest = read(number).newest;
      if (newest != null) {
        return beyond.test(newest);
      }
    }
    return false;
  }

  /// Whether a record begins at or after `lsn`.
  public boolean hasRecordFrom(Lsn lsn) {
    for (long number = size().segmentOf(lsn); number <= last(); number++) {
      Lsn newest = read(number).last;
      if (newest != null && !newest.isBefore(lsn)) {
        return true;
      }
    }
    return false;
  }

  /// What is wrong with the segments that were read, if anything: the first place of those found.
  /// Recovery ends there; a target before it is reached nevertheless.
  public Optional<Damage> damage() {
    return Optional.ofNullable(damage);
  }

  private SegmentSize size() {
    return origin.segmentSize();
  }

  private long first() {
    return size().segmentOf(consistent);
  }

  private long last() {
    return end.isBefore(consistent) ? first() - 1 : size().segmentBefore(end);
  }

  private Facts read(long number) {
    Facts facts = new Facts();
    Lsn begin = size().startOf(number);
    Lsn after = size().startOf(number + 1);
    Lsn good = begin;
    try (WalReader reader =
        new WalReader(source, origin, begin, end.isBefore(after) ? end : after)) {
      while (reader.next()) {
        good = reader.record().end();
        if (!reader.record().lsn().isBefore(consistent)) {
          facts.last = reader.record().lsn();
          reader.record().event().ifPresent(facts::add);
        }
      }
    } catch (CorruptException | IdentityException e) {
      note(good, e);
      facts.damaged = true;
    }
    return facts;
  }

  private void note(Lsn at, BackupException problem) {
    if (damage == null || at.isBefore(damage.at())) {
      damage = new Damage(at, String.valueOf(problem.getMessage()));
    }
  }

  /// What one segment holds.
  private static final class Facts {
    private @Nullable Lsn last;
    private @Nullable Instant time;
    private @Nullable Instant newest;
    private int xid;
    private boolean damaged;

    void add(WalEvent event) {
      if (event instanceof WalEvent.TransactionEnd ended) {
        xid = ended.xid();
        time = ended.time();
        newest = newest == null || time.isAfter(newest) ? time : newest;
      }
    }
  }
}
