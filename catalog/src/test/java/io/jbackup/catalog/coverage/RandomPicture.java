package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// A made-up instance: timelines that branch off one another, archived segments with some missing,
/// backups of any status. All positions are multiples of a quarter of a segment.
final class RandomPicture {
  static final SegmentSize SIZE = new SegmentSize(1 << 20);
  static final long UNIT = SIZE.bytes() / 4;
  static final int UNITS = 60;

  final Map<Integer, TimelineHistory> truth = new HashMap<>();
  final List<SegmentName> segments = new ArrayList<>();
  final List<BackupFacts> backups = new ArrayList<>();
  private final Map<Integer, TimelineHistory> known = new HashMap<>();
  private final Map<Integer, String> malformed = new HashMap<>();
  private final Random random;

  RandomPicture(long seed) {
    random = new Random(seed);
    truth.put(1, TimelineHistory.root(1));
    int timelines = 1 + random.nextInt(4);
    for (int timeline = 2; timeline <= timelines; timeline++) {
      branchOff(timeline, some(timeline - 1));
    }
    truth.forEach(this::archive);
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      backups.addFirst(backup(i));
    }
  }

  private TimelineHistory some(int newest) {
    return Objects.requireNonNull(truth.get(1 + random.nextInt(newest)));
  }

  static Lsn at(long unit) {
    return new Lsn(unit * UNIT);
  }

  private static long unit(Lsn lsn) {
    return lsn.value() / UNIT;
  }

  /// Where a timeline left its parent.
  Lsn begin(int timeline) {
    return begin(Objects.requireNonNull(truth.get(timeline)));
  }

  private static Lsn begin(TimelineHistory history) {
    return history.stretches().getLast().begin();
  }

  private void branchOff(int timeline, TimelineHistory parent) {
    long from = unit(begin(parent));
    long left = Math.max(4, from) + random.nextInt(16);
    List<TimelineHistory.Entry> entries = new ArrayList<>(parent.ancestors());
    entries.add(new TimelineHistory.Entry(parent.timeline(), at(left), ""));
    TimelineHistory history = new TimelineHistory(timeline, entries);
    truth.put(timeline, history);
    switch (random.nextInt(8)) {
      case 0 -> malformed.put(timeline, "it is malformed");
      case 1 -> {}
      default -> known.put(timeline, history);
    }
  }

  private void archive(int timeline, TimelineHistory history) {
    long first = SIZE.segmentOf(begin(history)) + (timeline == 1 ? 1 : 0);
    long last = first + random.nextInt(10);
    for (long number = first; number <= last; number++) {
      if (random.nextInt(8) > 0) {
        segments.add(new SegmentName(timeline, number));
      }
    }
  }

  private BackupFacts backup(int number) {
    TimelineHistory history = some(truth.size());
    long start = Math.max(4, unit(begin(history)) - 3) + random.nextInt(20);
    long stop = Math.max(unit(begin(history)), start) + 1 + random.nextInt(6);
    BackupStatus[] statuses = {BackupStatus.OK, BackupStatus.DONE, BackupStatus.CORRUPT};
    return new BackupFacts(
        BackupId.of(Instant.ofEpochSecond(1_800_000_000 + number)),
        statuses[random.nextInt(3)],
        BackupMode.FULL,
        random.nextBoolean() ? WalMode.STREAM : WalMode.ARCHIVE,
        OptionalInt.of(history.timeline()),
        Optional.of(at(start)),
        Optional.of(at(stop)),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        0);
  }

  InstancePicture picture() {
    return picture(segments, backups);
  }

  InstancePicture picture(List<SegmentName> archived, List<BackupFacts> stored) {
    ArchivePicture archive =
        new ArchivePicture(SegmentSet.of(archived), Map.of(), known, malformed, List.of());
    return new InstancePicture("node", SIZE, Instant.EPOCH, stored, archive);
  }

  /// The histories that a server can follow.
  List<TimelineHistory> usable() {
    return truth.keySet().stream()
        .filter(timeline -> !malformed.containsKey(timeline))
        .map(timeline -> known.getOrDefault(timeline, TimelineHistory.root(timeline)))
        .toList();
  }
}
