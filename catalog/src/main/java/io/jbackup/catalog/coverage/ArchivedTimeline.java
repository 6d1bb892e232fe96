package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.picture.SegmentSet.Run;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the archive holds of one timeline.
///
/// @param parent 0 when there is none, or no readable history file that tells it
/// @param switchPoint where it left its parent; 0/0 when there is none
/// @param segments how many there are
/// @param rawBytes of the segments, before compression
/// @param closestBackup the last backup of an ancestor timeline from which this one is reached,
///   whether or not the WAL between them is there
/// @param lost segments that are missing between others
/// @param backups of any status that ended on this timeline, newest first
public record ArchivedTimeline(
    int timeline,
    int parent,
    Lsn switchPoint,
    SegmentName min,
    SegmentName max,
    int segments,
    long storedBytes,
    long rawBytes,
    Optional<BackupId> closestBackup,
    List<Lost> lost,
    List<BackupId> backups) {
  /// Missing segments, one after the other.
  public record Lost(SegmentName first, SegmentName last) {}

  public ArchivedTimeline {
    lost = List.copyOf(lost);
    backups = List.copyOf(backups);
  }

  public boolean isDegraded() {
    return !lost.isEmpty();
  }

  /// Every timeline that has segments in the archive, newest first.
  public static List<ArchivedTimeline> of(InstancePicture picture) {
    return picture.archive().segments().timelines().reversed().stream()
        .map(timeline -> of(picture, timeline))
        .toList();
  }

  private static ArchivedTimeline of(InstancePicture picture, int timeline) {
    SegmentSet all = picture.archive().segments();
    List<Run> runs = all.runs(timeline);
    Optional<TimelineHistory> history = picture.archive().history(timeline);
    int parent = history.map(TimelineHistory::parent).orElse(0);
    return new ArchivedTimeline(
        timeline,
        parent,
        history.flatMap(h -> h.switchPoint(parent)).orElse(Lsn.ZERO),
        new SegmentName(timeline, runs.getFirst().first()),
        new SegmentName(timeline, runs.getLast().last()),
        all.count(timeline),
        picture.archive().storedBytes().getOrDefault(timeline, 0L),
        (long) all.count(timeline) * picture.segmentSize().bytes(),
        history.flatMap(h -> closest(picture, h)),
        lost(timeline, runs),
        picture.backups().stream()
            .filter(backup -> backup.timeline().orElse(0) == timeline)
            .map(BackupFacts::id)
            .toList());
  }

  private static List<Lost> lost(int timeline, List<Run> runs) {
    List<Lost> lost = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      lost.add(
          new Lost(
              new SegmentName(timeline, runs.get(i - 1).last() + 1),
              new SegmentName(timeline, runs.get(i).first() - 1)));
    }
    return lost;
  }

  /// Of the nearest ancestor that has one.
  private static Optional<BackupId> closest(InstancePicture picture, TimelineHistory history) {
    for (TimelineHistory.Entry ancestor : history.ancestors().reversed()) {
      Optional<BackupId> newest =
          picture.backups().stream()
              .filter(BackupFacts::isRestorable)
              .filter(backup -> backup.timeline().orElseThrow() == ancestor.timeline())
              .filter(backup -> !ancestor.switchPoint().isBefore(Way.stop(backup)))
              .max(Comparator.comparing(Way::stop))
              .map(BackupFacts::id);
      if (newest.isPresent()) {
        return newest;
      }
    }
    return Optional.empty();
  }
}
