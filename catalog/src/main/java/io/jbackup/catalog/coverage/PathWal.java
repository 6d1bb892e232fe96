package io.jbackup.catalog.coverage;

import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.picture.SegmentSet.Run;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The archived WAL along one path of timelines, as pieces without a hole. A server asks for a
/// segment in the newest timeline first that has begun in it: that file begins with a copy of what
/// came before. Where it is missing, the parent's file is good up to the point where it was left.
final class PathWal {
  private final SegmentSize size;
  private final List<TimelineHistory.Stretch> path;
  private final SegmentSet archive;
  private final List<Piece> pieces = new ArrayList<>();

  /// WAL from `begin` to `end` without a hole.
  record Piece(Lsn begin, Lsn end) {}

  PathWal(SegmentSet archive, List<TimelineHistory.Stretch> path, SegmentSize size) {
    this.archive = archive;
    this.path = path;
    this.size = size;
    for (int i = 0; i < path.size(); i++) {
      addSwitchSegment(i);
      addWhole(i);
    }
  }

  /// The segments that lie wholly in a stretch.
  private void addWhole(int index) {
    TimelineHistory.Stretch stretch = path.get(index);
    boolean root = stretch.begin().equals(Lsn.ZERO);
    long first = root ? 0 : size.segmentOf(stretch.begin()) + 1;
    long end = stretch.end().map(size::segmentOf).orElse(Long.MAX_VALUE);
    for (Run run : archive.runs(stretch.timeline())) {
      long from = Math.max(first, run.first());
      long to = Math.min(end - 1, run.last());
      if (from <= to) {
        add(size.startOf(from), size.startOf(to + 1));
      }
    }
  }

  /// The segment in which a stretch begins, unless a later one begins in it as well.
  private void addSwitchSegment(int index) {
    Lsn begin = path.get(index).begin();
    long number = size.segmentOf(begin);
    boolean last = index == path.size() - 1 || size.segmentOf(path.get(index + 1).begin()) > number;
    if (begin.equals(Lsn.ZERO) || !last) {
      return;
    }
    Lsn start = size.startOf(number);
    Lsn end = size.startOf(number + 1);
    for (int i = index; i >= 0 && start.isBefore(end); i--) {
      if (archive.has(new SegmentName(path.get(i).timeline(), number))) {
        add(start, end);
        return;
      }
      end = path.get(i).begin();
    }
  }

  private void add(Lsn begin, Lsn end) {
    if (!pieces.isEmpty() && pieces.getLast().end().equals(begin)) {
      Piece before = pieces.removeLast();
      pieces.add(new Piece(before.begin(), end));
    } else {
      pieces.add(new Piece(begin, end));
    }
  }

  List<Piece> pieces() {
    return pieces;
  }

  /// The piece in which WAL goes on from `lsn`.
  Optional<Piece> from(Lsn lsn) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Piece piece = pieces.get(middle);
      if (lsn.isBefore(piece.begin())) {
        high = middle - 1;
      } else if (lsn.isBefore(piece.end())) {
        return Optional.of(piece);
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }
}
