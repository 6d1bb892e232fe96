package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A made-up past of a cluster: timelines that branch off each other, WAL with holes, backups of
/// every kind. One segment is written per hour, so that a position tells a time.
final class World {
  static final SegmentSize SIZE = new SegmentSize(1 << 20);
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final long FIRST = 3;

  /// A timeline: where it begins and ends, and how much later than by its position it happened.
  record Branch(int number, int parent, Lsn begin, Lsn end, Duration delay) {}

  final Map<Integer, Branch> branches = new TreeMap<>();
  final Map<Integer, TimelineHistory> histories = new HashMap<>();
  final Map<Integer, String> malformed = new HashMap<>();
  final TreeSet<SegmentName> segments =
      new TreeSet<>(
          Comparator.comparingInt(SegmentName::timeline).thenComparingLong(SegmentName::number));
  final List<SegmentName> partials = new ArrayList<>();
  final List<BackupFacts> backups = new ArrayList<>();
  final Map<BackupId, String> inUse = new HashMap<>();
  final Instant now;
  final RetentionRequest request;
  private final RandomGenerator random;

  World(RandomGenerator random) {
    this.random = random;
    int count = random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(6);
    for (int number = 1; number <= count; number++) {
      branch(number);
    }
    now = BEGIN.plus(Duration.ofHours(60 + random.nextInt(900)));
    writeWal();
    int wanted = random.nextInt(9);
    for (int i = 0; i < wanted; i++) {
      backup(i);
    }
    backups.forEach(this::completeWal);
    if (random.nextInt(6) == 0) {
      spoilHistories();
    }
    request = randomRequest();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private void branch(int number) {
    if (number == 1) {
      Lsn begin = new Lsn(FIRST * SIZE.bytes());
      branches.put(1, new Branch(1, 0, begin, begin.plus(length()), Duration.ZERO));
      return;
    }
    Branch parent = get(1 + random.nextInt(number - 1));
    long span = parent.end().minus(parent.begin());
    long offset = chance(3) ? span : random.nextLong(span + 1);
    if (chance(4)) {
      offset -= offset % SIZE.bytes();
    }
    Lsn begin = parent.begin().plus(offset);
    Duration delay = parent.delay().plusHours(chance(3) ? random.nextInt(200) : 0);
    Branch made = new Branch(number, parent.number(), begin, begin.plus(length()), delay);
    branches.put(number, made);
    List<TimelineHistory.Entry> ancestors = new ArrayList<>();
    Optional.ofNullable(histories.get(parent.number()))
        .ifPresent(history -> ancestors.addAll(history.ancestors()));
    ancestors.add(new TimelineHistory.Entry(parent.number(), begin, "made up"));
    histories.put(number, new TimelineHistory(number, ancestors));
  }

  private Branch get(int number) {
    return Optional.ofNullable(branches.get(number)).orElseThrow();
  }

  private long length() {
    return random.nextInt(1, 12) * (long) SIZE.bytes() + random.nextInt(SIZE.bytes());
  }

  private void writeWal() {
    int holes = random.nextInt(3) * 8;
    for (Branch branch : branches.values()) {
      long last = SIZE.segmentBefore(branch.end());
      for (long number = SIZE.segmentOf(branch.begin()); number <= last; number++) {
        if (holes == 0 || !chance(holes)) {
          segments.add(new SegmentName(branch.number(), number));
        }
      }
      if (chance(3)) {
        partials.add(new SegmentName(branch.number(), last));
      }
    }
  }

  /// The time at which a position was written.
  Instant time(int timeline, Lsn lsn) {
    Branch branch = get(timeline);
    long hours = lsn.minus(new Lsn(FIRST * SIZE.bytes())) * 60 / SIZE.bytes();
    return BEGIN.plus(Duration.ofMinutes(hours * 7)).plus(branch.delay());
  }

  private void backup(int index) {
    List<Branch> all = List.copyOf(branches.values());
    Branch branch = all.get(random.nextInt(all.size()));
    long span = branch.end().minus(branch.begin());
    Lsn stop = branch.begin().plus(1 + random.nextLong(span));
    long before = random.nextLong(3L * SIZE.bytes());
    Lsn first = new Lsn(FIRST * SIZE.bytes());
    Lsn start = stop.minus(first) > before ? new Lsn(stop.value() - before) : first;
    Lsn oldest = branch.parent() == 0 ? first : get(branch.parent()).begin();
    start = start.isBefore(oldest) ? oldest : start;
    Instant time = time(branch.number(), stop).plusSeconds(index);
    String id = Long.toString(1_700_000_000L + random.nextInt(1_000_000) * 16L + index, 36);
    Facts facts = Facts.of(id.toUpperCase(Locale.ROOT), time).is(status());
    if (!chance(25)) {
      facts.at(branch.number(), start, stop);
    }
    if (chance(2)) {
      facts.archive();
    }
    if (chance(6)) {
      facts.replica();
    }
    if (chance(8)) {
      facts.pinnedUntil(now.plus(Duration.ofHours(random.nextInt(-100, 100))));
    }
    if (!backups.isEmpty() && chance(5)) {
      facts.on(backups.get(random.nextInt(backups.size())).id());
    }
    BackupFacts made = facts.build();
    backups.add(made);
    if (chance(12)) {
      inUse.put(made.id(), "restore");
    }
  }

  private BackupStatus status() {
    if (!chance(4)) {
      return chance(5) ? BackupStatus.DONE : BackupStatus.OK;
    }
    List<BackupStatus> all = List.of(BackupStatus.values());
    return all.get(random.nextInt(all.size()));
  }

  /// A good backup was verified with its WAL.
  private void completeWal(BackupFacts backup) {
    if (!backup.isRestorable() || backup.walMode() != WalMode.ARCHIVE) {
      return;
    }
    long last = SIZE.segmentBefore(backup.stop().orElseThrow());
    for (long number = SIZE.segmentOf(backup.start().orElseThrow()); number <= last; number++) {
      segments.add(Oracle.file(path(backup.timeline().orElseThrow()), number));
    }
  }

  List<TimelineHistory.Stretch> path(int timeline) {
    return Optional.ofNullable(histories.get(timeline))
        .orElse(TimelineHistory.root(timeline))
        .stretches();
  }

  private void spoilHistories() {
    for (int number : List.copyOf(histories.keySet())) {
      if (chance(2)) {
        histories.remove(number);
        if (chance(2)) {
          malformed.put(number, "line 1 is not a history");
        }
      }
    }
  }

  private RetentionRequest randomRequest() {
    RetentionPolicy policy =
        new RetentionPolicy(rule(3), rule(20), rule(3), rule(4), rule(3), rule(3), rule(2));
    Wish wish =
        switch (random.nextInt(8)) {
          case 0 -> new Wish.Nothing();
          case 1 ->
              backups.isEmpty()
                  ? new Wish.Nothing()
                  : new Wish.OfId(backups.get(random.nextInt(backups.size())).id());
          case 2 -> new Wish.OfStatus(Set.of(status()));
          default -> new Wish.Expired();
        };
    return new RetentionRequest(wish, !chance(8), policy, ZoneId.of("Asia/Kolkata"));
  }

  private int rule(int limit) {
    return chance(2) ? 0 : 1 + random.nextInt(limit);
  }

  InstancePicture picture() {
    return picture(List.copyOf(segments), backups);
  }

  InstancePicture picture(List<SegmentName> archived, List<BackupFacts> stored) {
    ArchivePicture archive =
        new ArchivePicture(SegmentSet.of(archived), Map.of(), histories, malformed, partials);
    return new InstancePicture("main", SIZE, now, stored, archive);
  }

  RetentionPlan plan() {
    return RetentionPlanner.plan(picture(), request, now, inUse);
  }

  @Override
  public String toString() {
    return request + "\n" + branches.values() + "\n" + segments + "\n" + backups + "\n" + inUse;
  }
}
