package io.jbackup.catalog.coverage;

import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet.Run;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts together what the ways through one timeline reach of it.
final class BranchBuilder {
  private final InstancePicture picture;
  private final int timeline;
  private final List<Way> ways;
  private final List<Branch> older;
  private final Optional<Way> own;

  /// @param ways to every timeline
  /// @param older branches of lower timelines, the parent among them
  BranchBuilder(InstancePicture picture, int timeline, List<Way> ways, List<Branch> older) {
    this.picture = picture;
    this.timeline = timeline;
    this.ways = ways;
    this.older = older;
    own = ways.stream().filter(way -> way.timeline() == timeline).findFirst();
  }

  Branch build() {
    Optional<TimelineHistory> known = ancestry();
    int parent = known.map(TimelineHistory::parent).orElse(0);
    Optional<Lsn> switchPoint = known.flatMap(history -> history.switchPoint(parent));
    List<Stretch> stretches = new Stretches(picture, timeline, ways).list();
    return new Branch(timeline, parent, switchPoint, stretches, holes(stretches, switchPoint));
  }

  /// What the timeline's own history file tells; without one, what those of its descendants do.
  private Optional<TimelineHistory> ancestry() {
    Optional<TimelineHistory> told =
        ways.stream()
            .map(way -> way.history)
            .filter(history -> history.switchPoint(timeline).isPresent())
            .map(this::upToHere)
            .findFirst();
    return own.map(way -> way.history)
        .filter(history -> history.parent() != 0 || timeline == 1)
        .or(() -> told);
  }

  private TimelineHistory upToHere(TimelineHistory descendant) {
    List<TimelineHistory.Entry> entries =
        descendant.ancestors().stream().takeWhile(entry -> entry.timeline() != timeline).toList();
    return new TimelineHistory(timeline, entries);
  }

  private List<Hole> holes(List<Stretch> stretches, Optional<Lsn> switchPoint) {
    Optional<Lsn> first = first(stretches, switchPoint);
    if (first.isEmpty()) {
      return List.of();
    }
    HoleReasons reasons = new HoleReasons(picture, timeline, own);
    List<Hole> holes = new ArrayList<>();
    Lsn position = first.get();
    for (Stretch stretch : stretches) {
      if (position.isBefore(stretch.begin())) {
        holes.add(reasons.of(position, stretch.begin()));
      }
      position = stretch.end();
    }
    Lsn last = last().orElse(position);
    if (position.isBefore(last) || stretches.isEmpty()) {
      holes.add(reasons.of(position, last));
    }
    return holes;
  }

  /// The backups of this timeline that tell their place.
  private List<BackupFacts> here() {
    return picture.backups().stream()
        .filter(backup -> backup.timeline().isPresent() && backup.timeline().getAsInt() == timeline)
        .filter(backup -> Coverage.place(backup).isPresent())
        .toList();
  }

  /// Where what is stored of the timeline begins. WAL that was archived while the first backup was
  /// taken belongs to that backup.
  private Optional<Lsn> first(List<Stretch> stretches, Optional<Lsn> switchPoint) {
    if (own.isPresent() && switchPoint.isPresent() && parentReaches(switchPoint.get())) {
      return last().map(_ -> switchPoint.get());
    }
    List<Lsn> begins = new ArrayList<>(here().stream().map(BranchBuilder::place).toList());
    for (Run run : picture.archive().segments().runs(timeline)) {
      Lsn start = picture.segmentSize().startOf(run.first());
      begins.add(switchPoint.filter(start::isBefore).orElse(start));
    }
    Optional<Lsn> first = begins.stream().min(Comparator.naturalOrder());
    boolean ownWal =
        !stretches.isEmpty()
            && first.isPresent()
            && startOfFirst(stretches.getFirst()).filter(s -> !first.get().isBefore(s)).isPresent();
    return ownWal ? Optional.of(stretches.getFirst().begin()) : first;
  }

  /// Where the segment starts in which the backup began that a stretch begins with.
  private Optional<Lsn> startOfFirst(Stretch stretch) {
    return here().stream()
        .filter(backup -> backup.isRestorable() && Way.stop(backup).equals(stretch.begin()))
        .flatMap(backup -> backup.start().stream())
        .map(start -> picture.segmentSize().startOf(picture.segmentSize().segmentOf(start)))
        .min(Comparator.naturalOrder());
  }

  private boolean parentReaches(Lsn switchPoint) {
    int parent = own.map(way -> way.history.parent()).orElse(0);
    return older.stream()
        .anyMatch(branch -> branch.timeline() == parent && branch.reaches(switchPoint));
  }

  private static Lsn place(BackupFacts backup) {
    return Coverage.place(backup).orElseThrow();
  }

  /// Where what is stored of the timeline ends; empty when nothing is stored but its history.
  private Optional<Lsn> last() {
    List<Lsn> ends = new ArrayList<>(here().stream().map(BranchBuilder::place).toList());
    long last = picture.archive().segments().last(timeline);
    if (last >= 0) {
      ends.add(picture.segmentSize().startOf(last + 1));
    }
    return ends.stream().max(Comparator.naturalOrder());
  }
}
