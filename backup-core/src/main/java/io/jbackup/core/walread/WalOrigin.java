package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.catalog.wal.TimelineHistory.Stretch;
import java.util.List;

/// Whose WAL is read, and along which timelines.
///
/// @param systemId unsigned
/// @param path stretches of timelines, oldest first, without gaps
public record WalOrigin(long systemId, SegmentSize segmentSize, List<Stretch> path) {
  public WalOrigin {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("no timeline to read");
    }
  }

  /// The path to a timeline that its history tells.
  public static WalOrigin of(long systemId, SegmentSize size, TimelineHistory history) {
    return new WalOrigin(systemId, size, history.stretches());
  }

  /// The stretch that holds the byte at `lsn`: the oldest or newest one where the path does not
  /// reach so far.
  Stretch stretchAt(Lsn lsn) {
    for (Stretch stretch : path) {
      if (stretch.end().isEmpty() || lsn.isBefore(stretch.end().get())) {
        return stretch;
      }
    }
    return path.getLast();
  }

  /// The stretches that have bytes in a segment, newest first: the newest one's file begins with a
  /// copy of what came before in the segment.
  List<Stretch> stretchesIn(long segment) {
    Lsn begin = segmentSize.startOf(segment);
    Lsn end = begin.plus(segmentSize.bytes());
    return path.reversed().stream()
        .filter(stretch -> stretch.begin().isBefore(end))
        .filter(stretch -> stretch.end().map(begin::isBefore).orElse(true))
        .toList();
  }
}
