package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Recovers, segment by segment as a server would, without anything of what is tested.
final class Oracle {
  /// A segment that was replayed from a backup on the way to a timeline.
  record Point(BackupFacts backup, int target, long number) {}

  private final World world;
  private final Set<SegmentName> archive;

  Oracle(World world, Set<SegmentName> archive) {
    this.world = world;
    this.archive = archive;
  }

  /// The file that a server asks for: the segment of the newest timeline that begins in or before
  /// it.
  static SegmentName file(List<TimelineHistory.Stretch> path, long number) {
    for (TimelineHistory.Stretch stretch : path.reversed()) {
      if (World.SIZE.segmentOf(stretch.begin()) <= number) {
        return new SegmentName(stretch.timeline(), number);
      }
    }
    throw new IllegalStateException("no timeline reaches back to segment " + number);
  }

  /// Where a backup can be recovered to, on every timeline whose ancestry is known.
  Set<Point> reachable(BackupFacts backup) {
    Set<Point> points = new HashSet<>();
    if (backup.timeline().isEmpty() || backup.start().isEmpty() || backup.stop().isEmpty()) {
      return points;
    }
    for (World.Branch branch : world.branches.values()) {
      boolean known = branch.number() == 1 || world.histories.containsKey(branch.number());
      if (known && isOnPath(backup, branch.number())) {
        follow(backup, branch.number(), points);
      }
    }
    return points;
  }

  private boolean isOnPath(BackupFacts backup, int target) {
    int timeline = backup.timeline().orElseThrow();
    Lsn stop = backup.stop().orElseThrow();
    for (TimelineHistory.Stretch stretch : world.path(target)) {
      if (stretch.timeline() == timeline) {
        return stretch.end().isEmpty() || stop.compareTo(stretch.end().get()) <= 0;
      }
    }
    return false;
  }

  private void follow(BackupFacts backup, int target, Set<Point> points) {
    List<TimelineHistory.Stretch> path = world.path(target);
    Lsn stop = backup.stop().orElseThrow();
    long last = World.SIZE.segmentBefore(stop);
    for (long number = World.SIZE.segmentOf(backup.start().orElseThrow()); ; number++) {
      SegmentName file = file(path, number);
      boolean own = backup.walMode() == WalMode.STREAM && number <= last;
      if (!own && !archive.contains(file)) {
        return;
      }
      // Its own last segment is whole in the archive only.
      if (number >= last && archive.contains(file)) {
        points.add(new Point(backup, target, number));
      }
      if (number > 10_000) {
        throw new IllegalStateException("no end");
      }
    }
  }

  /// Whether all of the WAL that makes it consistent is there.
  boolean isConsistent(BackupFacts backup) {
    if (backup.walMode() == WalMode.STREAM) {
      return true;
    }
    List<TimelineHistory.Stretch> path = world.path(backup.timeline().orElseThrow());
    long last = World.SIZE.segmentBefore(backup.stop().orElseThrow());
    for (long n = World.SIZE.segmentOf(backup.start().orElseThrow()); n <= last; n++) {
      if (!archive.contains(file(path, n))) {
        return false;
      }
    }
    return true;
  }
}
