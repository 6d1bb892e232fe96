package io.jbackup.catalog.coverage;

import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory.Stretch;
import java.util.List;
import java.util.Optional;

/// How far the archive's segments go on without a hole along a path of timelines.
///
/// @param start where the run was asked to begin
/// @param end the first byte that is not there: the end of the last segment, or the point where the
///   path leaves a timeline whose successor is missing; `start` when nothing is there
/// @param hole the segment that is missing although later ones of the path are there
public record WalRun(Lsn start, Lsn end, Optional<SegmentName> hole) {
  public boolean isEmpty() {
    return !start.isBefore(end);
  }

  /// Follows `path` from the segment that holds `start`.
  public static WalRun of(SegmentSet archive, List<Stretch> path, Lsn start, SegmentSize size) {
    long number = size.segmentOf(start);
    Lsn end = start;
    while (true) {
      Optional<Stretch> newest = stretch(path, number, size);
      if (newest.isPresent() && archive.has(new SegmentName(newest.get().timeline(), number))) {
        number++;
        end = size.startOf(number);
        continue;
      }
      return new WalRun(
          start,
          atSwitch(archive, path, newest, number, size, end),
          hole(archive, path, number, size));
    }
  }

  /// The newest timeline of the path that has begun before the segment's end: the file a server
  /// asks for first.
  public static Optional<Stretch> stretch(List<Stretch> path, long number, SegmentSize size) {
    for (Stretch stretch : path.reversed()) {
      if (size.segmentOf(stretch.begin()) <= number) {
        return Optional.of(stretch);
      }
    }
    return Optional.empty();
  }

  /// Where a timeline begins inside a segment, the segment of its parent is good up to that point.
  private static Lsn atSwitch(
      SegmentSet archive,
      List<Stretch> path,
      Optional<Stretch> newest,
      long number,
      SegmentSize size,
      Lsn end) {
    if (newest.isEmpty() || size.segmentOf(newest.get().begin()) != number) {
      return end;
    }
    int index = path.indexOf(newest.get());
    boolean parentThere =
        index > 0 && archive.has(new SegmentName(path.get(index - 1).timeline(), number));
    Lsn left = newest.get().begin();
    return parentThere && end.isBefore(left) ? left : end;
  }

  private static Optional<SegmentName> hole(
      SegmentSet archive, List<Stretch> path, long number, SegmentSize size) {
    boolean later = false;
    for (Stretch stretch : path) {
      long last = archive.last(stretch.timeline());
      boolean onPath = stretch.end().map(left -> size.segmentBefore(left) > number).orElse(true);
      later |= onPath && last > number && size.segmentOf(stretch.begin()) <= last;
    }
    return later
        ? stretch(path, number, size).map(s -> new SegmentName(s.timeline(), number))
        : Optional.empty();
  }
}
