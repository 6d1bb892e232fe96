package io.jbackup.catalog.retention;

import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// How the timelines of a picture descend from each other.
final class Lineage {
  private final TreeSet<Integer> timelines = new TreeSet<>(Integer::compareUnsigned);
  private final Map<Integer, TimelineHistory> histories = new HashMap<>();
  private int lastUnknown;
  private String unknownReason = "";

  Lineage(InstancePicture picture) {
    ArchivePicture archive = picture.archive();
    timelines.addAll(archive.segments().timelines());
    archive.partials().stream().map(SegmentName::timeline).forEach(timelines::add);
    timelines.addAll(archive.histories().keySet());
    timelines.addAll(archive.malformedHistories().keySet());
    for (BackupFacts backup : picture.backups()) {
      backup.timeline().ifPresent(timelines::add);
    }
    for (int timeline : timelines) {
      learn(timeline, archive);
    }
  }

  /// A descendant's history file tells the ancestry of a timeline whose own file is missing. Below
  /// the lowest timeline that is known there is nothing that could be its ancestor.
  private void learn(int timeline, ArchivePicture archive) {
    Optional<TimelineHistory> history = archive.history(timeline).or(() -> told(timeline, archive));
    String malformed = archive.malformedHistories().get(timeline);
    if (history.isEmpty() && malformed == null && timeline == timelines.first()) {
      history = Optional.of(TimelineHistory.root(timeline));
    }
    if (history.isPresent()) {
      histories.put(timeline, history.get());
    } else {
      lastUnknown = timeline;
      String name = TimelineHistory.fileName(timeline);
      unknownReason = name + (malformed == null ? " is missing" : " cannot be read");
    }
  }

  private static Optional<TimelineHistory> told(int timeline, ArchivePicture archive) {
    return archive.histories().values().stream()
        .filter(history -> history.switchPoint(timeline).isPresent())
        .min(Comparator.comparing(TimelineHistory::timeline, Integer::compareUnsigned))
        .map(history -> before(timeline, history));
  }

  private static TimelineHistory before(int timeline, TimelineHistory descendant) {
    List<TimelineHistory.Entry> ancestors =
        descendant.ancestors().stream().takeWhile(entry -> entry.timeline() != timeline).toList();
    return new TimelineHistory(timeline, ancestors);
  }

  /// All timelines that the picture names, in ascending order.
  List<Integer> timelines() {
    return List.copyOf(timelines);
  }

  /// The newest timeline; 0 when there is none.
  int newest() {
    return timelines.isEmpty() ? 0 : timelines.last();
  }

  Optional<TimelineHistory> history(int timeline) {
    return Optional.ofNullable(histories.get(timeline));
  }

  /// Why it cannot be told what of a timeline is needed: it, or a newer one that may descend from
  /// it, has no readable history.
  Optional<String> unclear(int timeline) {
    return Integer.compareUnsigned(timeline, lastUnknown) <= 0
        ? Optional.of(unknownReason)
        : Optional.empty();
  }

  /// Whether recovery that begins at `lsn` on `from` can lead to `to`.
  boolean leads(int from, Lsn lsn, int to) {
    return from == to || history(to).filter(history -> history.contains(from, lsn)).isPresent();
  }

  boolean descends(int timeline, int ancestor) {
    return history(timeline).flatMap(history -> history.switchPoint(ancestor)).isPresent();
  }
}
