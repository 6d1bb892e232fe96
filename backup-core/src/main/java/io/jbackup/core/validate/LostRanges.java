package io.jbackup.core.validate;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.Branch;
import io.jbackup.catalog.coverage.Coverage;
import io.jbackup.catalog.coverage.Hole;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.coverage.Stretch;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.picture.SegmentSet.Run;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What cannot be reached although WAL was archived before and after it: segments are missing or
/// damaged. WAL that retention removed on purpose is not missing.
final class LostRanges {
  private final InstancePicture whole;
  private final InstancePicture readable;
  private final Set<SegmentName> damaged;
  private final long walDepth;
  private final SegmentSize size;

  /// @param damaged segments that are there and cannot be read
  /// @param walDepth the instance's setting, 0 for none
  LostRanges(InstancePicture picture, Set<SegmentName> damaged, long walDepth) {
    whole = picture;
    readable = without(picture, damaged);
    this.damaged = Set.copyOf(damaged);
    this.walDepth = walDepth;
    size = picture.segmentSize();
  }

  private static InstancePicture without(InstancePicture picture, Set<SegmentName> damaged) {
    ArchivePicture archive = picture.archive();
    return new InstancePicture(
        picture.instance(),
        picture.segmentSize(),
        picture.takenAt(),
        picture.backups(),
        new ArchivePicture(
            archive.segments().without(damaged),
            archive.storedBytes(),
            archive.histories(),
            archive.malformedHistories(),
            archive.partials()));
  }

  /// One line for each range.
  List<String> words() {
    List<String> lines = new ArrayList<>();
    Set<SegmentName> told = new TreeSet<>(LostRanges::compare);
    for (Branch branch : Coverage.of(readable).branches()) {
      for (Hole hole : branch.holes()) {
        List<Reason.MissingSegments> missing = missing(hole);
        boolean reachedBefore =
            branch.stretches().stream().anyMatch(stretch -> stretch.end().equals(hole.begin()));
        if (reachedBefore && missing.stream().anyMatch(this::isLost)) {
          lines.add(words(branch, hole, missing));
          missing.forEach(
              range -> damaged.stream().filter(name -> holds(range, name)).forEach(told::add));
        }
      }
    }
    damaged.stream()
        .filter(name -> !told.contains(name))
        .sorted(LostRanges::compare)
        .forEach(name -> addTail(name, lines));
    return lines;
  }

  private static int compare(SegmentName one, SegmentName other) {
    int timelines = Integer.compareUnsigned(one.timeline(), other.timeline());
    return timelines != 0 ? timelines : Long.compareUnsigned(one.number(), other.number());
  }

  /// Nothing readable follows the segment, so there is no hole but an earlier end.
  private void addTail(SegmentName name, List<String> lines) {
    Lsn start = name.start(size);
    Coverage.of(readable)
        .branch(name.timeline())
        .filter(branch -> branch.stretches().stream().map(Stretch::end).anyMatch(start::equals))
        .ifPresent(_ ->
            lines.add(
                "Timeline "
                    + Integer.toUnsignedString(name.timeline())
                    + " can be recovered only up to LSN "
                    + start
                    + ": WAL segment "
                    + name.fileName(size)
                    + " is damaged"));
  }

  private static List<Reason.MissingSegments> missing(Hole hole) {
    return hole.reasons().stream()
        .filter(Reason.MissingSegments.class::isInstance)
        .map(Reason.MissingSegments.class::cast)
        .toList();
  }

  private static boolean holds(Reason.MissingSegments range, SegmentName name) {
    return range.first().timeline() == name.timeline()
        && range.first().number() <= name.number()
        && name.number() <= range.last().number();
  }

  /// Whether segments were archived before and after these, and not removed on purpose.
  private boolean isLost(Reason.MissingSegments range) {
    SegmentSet segments = whole.archive().segments();
    if (damaged.stream().anyMatch(name -> holds(range, name))) {
      return true;
    }
    boolean after = segments.last(range.first().timeline()) > range.last().number();
    boolean before =
        segments.timelines().stream()
            .flatMap(timeline -> segments.runs(timeline).stream())
            .anyMatch(run -> run.first() < range.first().number());
    return before && after && !isIsolated(range);
  }

  /// Whether the WAL before these is just what one ARCHIVE backup needs to be consistent, which is
  /// what retention leaves of a pinned backup, and of those beyond the depth of WAL.
  private boolean isIsolated(Reason.MissingSegments range) {
    return whole.archive().segments().runs(range.first().timeline()).stream()
        .filter(run -> run.last() == range.first().number() - 1)
        .anyMatch(run -> whole.backups().stream().anyMatch(backup -> isOwn(backup, run)));
  }

  private boolean isOwn(BackupFacts backup, Run run) {
    boolean kept =
        walDepth > 0
            || backup.expireTime().filter(time -> time.isAfter(whole.takenAt())).isPresent();
    return kept
        && backup.walMode() == WalMode.ARCHIVE
        && backup.isRestorable()
        && size.segmentOf(backup.start().orElseThrow()) == run.first()
        && size.segmentBefore(backup.stop().orElseThrow()) == run.last();
  }

  private String words(Branch branch, Hole hole, List<Reason.MissingSegments> missing) {
    return "Timeline "
        + Integer.toUnsignedString(branch.timeline())
        + " cannot be recovered from LSN "
        + hole.begin()
        + " to LSN "
        + hole.end()
        + ": "
        + String.join(", ", missing.stream().map(this::words).toList());
  }

  private String words(Reason.MissingSegments range) {
    long bad = damaged.stream().filter(name -> holds(range, name)).count();
    String what = bad == 0 ? "missing" : bad == range.count() ? "damaged" : "missing or damaged";
    String first = range.first().fileName(size);
    return range.count() == 1
        ? "WAL segment " + first + " is " + what
        : range.count()
            + " WAL segments from "
            + first
            + " to "
            + range.last().fileName(size)
            + " are "
            + what;
  }
}
