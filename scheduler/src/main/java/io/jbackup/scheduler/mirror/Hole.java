package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.picture.SegmentSet.Run;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.Optional;

/// Segments that a mirror has not and will not get, although it has what comes before and after
/// them: retention of the catalog removed them before they were copied, or they never were in it.
///
/// @param first the number of the first of them
/// @param last the number of the last of them
record Hole(int timeline, long first, long last) {
  /// The first one that lies after a backup; what lies before it is not needed by it.
  ///
  /// @param segments what the mirror has or is to get
  /// @param newest the newest backup of the mirror that can be restored
  static Optional<Hole> after(BackupFacts newest, SegmentSet segments, SegmentSize size) {
    int timeline = newest.timeline().orElseThrow();
    long reached = size.segmentOf(newest.stop().orElseThrow());
    for (int candidate : segments.timelines()) {
      if (Integer.compareUnsigned(candidate, timeline) >= 0) {
        // A younger timeline begins anywhere before the ends of the older ones.
        long next = reached;
        for (Run run : segments.runs(candidate)) {
          if (run.first() > next) {
            return Optional.of(new Hole(candidate, next, run.first() - 1));
          }
          next = candidate == timeline ? Math.max(next, run.last() + 1) : run.last() + 1;
        }
        reached = Math.max(reached, next);
      }
    }
    return Optional.empty();
  }

  long count() {
    return last - first + 1;
  }

  String words(SegmentSize size) {
    String from = new SegmentName(timeline, first).fileName(size);
    return count() == 1 ? from : from + " to " + new SegmentName(timeline, last).fileName(size);
  }
}
