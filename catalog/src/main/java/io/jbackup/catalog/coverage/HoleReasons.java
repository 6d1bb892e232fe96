package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.Reason.MissingSegments;
import io.jbackup.catalog.coverage.Way.Span;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tells why recovery cannot end in a hole of a timeline.
final class HoleReasons {
  private final InstancePicture picture;
  private final int timeline;
  private final Optional<Way> own;

  /// @param own empty when the timeline's history file cannot be read
  HoleReasons(InstancePicture picture, int timeline, Optional<Way> own) {
    this.picture = picture;
    this.timeline = timeline;
    this.own = own;
  }

  Hole of(Lsn begin, Lsn end) {
    List<Reason> reasons = new ArrayList<>();
    if (own.isEmpty()) {
      String problem = picture.archive().malformedHistories().getOrDefault(timeline, "");
      reasons.add(new Reason.MalformedHistory(timeline, problem));
      return new Hole(begin, end, reasons);
    }
    Way way = own.get();
    boolean orphan = way.history.parent() == 0 && timeline != 1;
    Optional<Lsn> reached = reached(way, begin);
    if (reached.isEmpty() && orphan && picture.archive().history(timeline).isEmpty()) {
      reasons.add(new Reason.MissingHistory(timeline));
    }
    List<BackupFacts> hopes = hopes(way, reached.orElse(Lsn.ZERO), begin, end);
    reached
        .or(() -> hopes.stream().map(HoleReasons::needsFrom).min(Comparator.naturalOrder()))
        .ifPresent(from -> addMissing(way, from, end, reasons));
    hopes.stream()
        .filter(backup -> !backup.isRestorable())
        .map(backup -> new Reason.UnusableBackup(backup.id(), backup.status()))
        .forEach(reasons::add);
    if (reached.isEmpty() && hopes.stream().allMatch(backup -> begin.isBefore(place(backup)))) {
      reasons.add(new Reason.NoBackupBefore());
    }
    return new Hole(begin, end, reasons);
  }

  /// How far the backups before the hole get.
  private static Optional<Lsn> reached(Way way, Lsn begin) {
    return way.spans().stream()
        .filter(span -> !begin.isBefore(span.begin()))
        .map(Span::end)
        .map(end -> begin.isBefore(end) ? begin : end)
        .max(Comparator.naturalOrder());
  }

  /// The backups that would help if they were whole and had their WAL: those that lie in the hole,
  /// and the last one before it.
  private static List<BackupFacts> hopes(Way way, Lsn reached, Lsn begin, Lsn end) {
    List<BackupFacts> hopes = new ArrayList<>();
    Optional<BackupFacts> before = Optional.empty();
    for (BackupFacts backup : way.backups()) {
      Lsn place = place(backup);
      if (way.isUsed(backup) || place.isBefore(reached) || end.isBefore(place)) {
        continue;
      }
      if (begin.isBefore(place)) {
        hopes.add(backup);
      } else {
        before = Optional.of(backup);
      }
    }
    before.ifPresent(hopes::addFirst);
    return hopes;
  }

  private static Lsn place(BackupFacts backup) {
    return Coverage.place(backup).orElseThrow();
  }

  /// From where on a backup needs the archive.
  private static Lsn needsFrom(BackupFacts backup) {
    Optional<Lsn> start = backup.start().filter(_ -> backup.walMode() == WalMode.ARCHIVE);
    return start.orElseGet(() -> place(backup));
  }

  private void addMissing(Way way, Lsn from, Lsn end, List<Reason> reasons) {
    Lsn position = from;
    for (PathWal.Piece piece : way.wal.pieces()) {
      if (!piece.begin().isBefore(end)) {
        break;
      }
      if (position.isBefore(piece.begin())) {
        addGap(way, position, piece.begin(), reasons);
      }
      position = position.isBefore(piece.end()) ? piece.end() : position;
    }
    if (position.isBefore(end)) {
      addGap(way, position, end, reasons);
    }
  }

  /// Names the segments of a gap by the timelines that a server asks for.
  private void addGap(Way way, Lsn from, Lsn to, List<Reason> reasons) {
    SegmentSize size = picture.segmentSize();
    long last = size.segmentBefore(to);
    for (long number = size.segmentOf(from); number <= last; ) {
      long first = number;
      int asked = WalRun.stretch(way.history.stretches(), first, size).orElseThrow().timeline();
      long end = last;
      for (var stretch : way.history.stretches()) {
        long begin = size.segmentOf(stretch.begin());
        end = begin > first ? Math.min(end, begin - 1) : end;
      }
      reasons.add(new MissingSegments(new SegmentName(asked, first), new SegmentName(asked, end)));
      number = end + 1;
    }
  }
}
