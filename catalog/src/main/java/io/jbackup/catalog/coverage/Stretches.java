package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.coverage.Way.Span;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The positions of one timeline that recovery can end at, from all ways that pass through it.
final class Stretches {
  private final InstancePicture picture;
  private final int timeline;
  private final List<Part> parts = new ArrayList<>();

  /// What one backup reaches of the timeline on one way.
  private record Part(Lsn begin, Lsn end, BackupFacts backup, int route) {}

  Stretches(InstancePicture picture, int timeline, List<Way> ways) {
    this.picture = picture;
    this.timeline = timeline;
    ways.forEach(this::add);
  }

  private void add(Way way) {
    for (TimelineHistory.Stretch stretch : way.history.stretches()) {
      if (stretch.timeline() == timeline) {
        way.spans().forEach(span -> add(way, stretch, span));
      }
    }
  }

  private void add(Way way, TimelineHistory.Stretch stretch, Span span) {
    int from = span.backup().timeline().orElseThrow();
    Lsn end = stretch.end().filter(left -> left.isBefore(span.end())).orElse(span.end());
    if (from == timeline) {
      parts.add(new Part(span.begin(), end, span.backup(), way.timeline()));
    } else if (Integer.compareUnsigned(from, timeline) < 0 && stretch.begin().isBefore(end)) {
      parts.add(new Part(stretch.begin(), end, span.backup(), way.timeline()));
    }
  }

  /// In ascending order, joined where they touch.
  List<Stretch> list() {
    parts.sort(Comparator.comparing(Part::begin));
    List<Stretch> stretches = new ArrayList<>();
    int first = 0;
    while (first < parts.size()) {
      Lsn end = parts.get(first).end();
      int next = first + 1;
      while (next < parts.size() && !end.isBefore(parts.get(next).begin())) {
        end = end.isBefore(parts.get(next).end()) ? parts.get(next).end() : end;
        next++;
      }
      stretches.add(stretch(parts.subList(first, next), end));
      first = next;
    }
    return stretches;
  }

  private Stretch stretch(List<Part> joined, Lsn end) {
    Lsn begin = joined.getFirst().begin();
    Part last =
        joined.stream()
            .filter(part -> part.end().equals(end))
            .max(
                Comparator.comparing((Part part) -> Way.stop(part.backup()))
                    .thenComparing(part -> part.route() == timeline))
            .orElseThrow();
    List<BackupId> backups =
        picture.backups().stream()
            .filter(BackupFacts::isRestorable)
            .filter(backup -> backup.timeline().orElseThrow() == timeline)
            .filter(backup -> !Way.stop(backup).isBefore(begin) && !end.isBefore(Way.stop(backup)))
            .sorted(Comparator.comparing(Way::stop))
            .map(BackupFacts::id)
            .toList();
    return new Stretch(begin, end, backups, last.backup().id(), last.route());
  }
}
