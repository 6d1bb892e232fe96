package io.jbackup.catalog.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.Reason.MissingSegments;
import io.jbackup.catalog.coverage.Reason.UnusableBackup;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds coverage against a model that looks at every position by itself: is there a backup with
/// unbroken WAL to it?
class CoverageModelTest {
  private static final int PICTURES = 2_000;

  @Test
  void everyPositionIsReachedExactlyWhenABackupHasUnbrokenWalToIt() {
    int reached = 0;
    int missed = 0;
    for (long seed = 0; seed < PICTURES; seed++) {
      RandomPicture random = new RandomPicture(seed);
      Coverage coverage = Coverage.of(random.picture());
      for (Branch branch : coverage.branches()) {
        for (int unit = 0; unit < RandomPicture.UNITS; unit++) {
          Lsn lsn = RandomPicture.at(unit);
          if (random.begin(branch.timeline()).equals(lsn)) {
            continue;
          }
          boolean expected = isReached(random, branch.timeline(), lsn);
          assertThat(branch.reaches(lsn))
              .as("seed %d, timeline %d, %s, %s", seed, branch.timeline(), lsn, coverage)
              .isEqualTo(expected);
          assertThat(expected && isInHole(branch, lsn)).as("seed %d, %s", seed, branch).isFalse();
          reached += expected ? 1 : 0;
          missed += expected ? 0 : 1;
        }
      }
    }
    assertThat(reached).isGreaterThan(PICTURES);
    assertThat(missed).isGreaterThan(PICTURES);
  }

  private static boolean isInHole(Branch branch, Lsn lsn) {
    return branch.holes().stream()
        .anyMatch(hole -> hole.begin().isBefore(lsn) && lsn.isBefore(hole.end()));
  }

  private static boolean isReached(RandomPicture random, int timeline, Lsn lsn) {
    for (TimelineHistory history : random.usable()) {
      for (TimelineHistory.Stretch stretch : history.stretches()) {
        boolean onIt =
            stretch.timeline() == timeline
                && stretch.begin().isBefore(lsn)
                && stretch.end().map(end -> !end.isBefore(lsn)).orElse(true);
        if (onIt
            && random.backups.stream().anyMatch(b -> reaches(random, history, b, timeline, lsn))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean reaches(
      RandomPicture random, TimelineHistory history, BackupFacts backup, int timeline, Lsn lsn) {
    int own = backup.timeline().orElseThrow();
    Lsn stop = backup.stop().orElseThrow();
    if (!backup.status().isRestorable()
        || !history.contains(own, stop)
        || own > timeline
        || lsn.isBefore(stop)) {
      return false;
    }
    Lsn from = backup.walMode() == WalMode.STREAM ? stop : backup.start().orElseThrow();
    for (Lsn at = from; at.isBefore(lsn); at = at.plus(RandomPicture.UNIT)) {
      if (!isThere(random, history, at)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a file of one of the path's timelines that have WAL in the segment holds the position.
  private static boolean isThere(RandomPicture random, TimelineHistory history, Lsn lsn) {
    long number = RandomPicture.SIZE.segmentOf(lsn);
    Lsn segmentEnd = RandomPicture.SIZE.startOf(number + 1);
    return history.stretches().stream()
        .filter(stretch -> stretch.begin().isBefore(segmentEnd))
        .filter(stretch -> stretch.end().map(lsn::isBefore).orElse(true))
        .anyMatch(stretch -> random.segments.contains(new SegmentName(stretch.timeline(), number)));
  }

  /// When what the reasons name is put right, the hole is closed.
  @Test
  void theReasonsOfAHoleAreAllThatKeepsItOpen() {
    int closed = 0;
    for (long seed = 0; seed < PICTURES; seed++) {
      RandomPicture random = new RandomPicture(seed);
      for (Branch branch : Coverage.of(random.picture()).branches()) {
        for (Hole hole : branch.holes()) {
          closed += close(random, branch, hole, seed);
        }
      }
    }
    assertThat(closed).isGreaterThan(PICTURES / 10);
  }

  private static int close(RandomPicture random, Branch branch, Hole hole, long seed) {
    assertThat(hole.reasons()).as("seed %d, %s", seed, branch).isNotEmpty();
    List<SegmentName> segments = new ArrayList<>(random.segments);
    Set<Object> repaired = new HashSet<>();
    for (Reason reason : hole.reasons()) {
      switch (reason) {
        case MissingSegments missing -> add(segments, missing, seed);
        case UnusableBackup unusable -> repaired.add(unusable.backup());
        case Reason.MissingHistory _,
            Reason.MalformedHistory _,
            Reason.NoBackupBefore _,
            Reason.DamagedWal _ -> {
          return 0;
        }
      }
    }
    List<BackupFacts> backups =
        random.backups.stream().map(b -> repaired.contains(b.id()) ? repaired(b) : b).toList();
    Coverage after = Coverage.of(random.picture(segments, backups));
    for (Lsn at = hole.begin(); at.isBefore(hole.end()); at = at.plus(RandomPicture.UNIT)) {
      if (!random.begin(branch.timeline()).equals(at)) {
        assertThat(after.reaches(branch.timeline(), at))
            .as("seed %d, %s of %s, then %s", seed, hole, branch, after)
            .isTrue();
      }
    }
    return 1;
  }

  private static void add(List<SegmentName> segments, MissingSegments missing, long seed) {
    for (long number = missing.first().number(); number <= missing.last().number(); number++) {
      SegmentName name = new SegmentName(missing.first().timeline(), number);
      assertThat(segments).as("seed %d", seed).doesNotContain(name);
      segments.add(name);
    }
  }

  private static BackupFacts repaired(BackupFacts backup) {
    return new BackupFacts(
        backup.id(),
        BackupStatus.OK,
        backup.mode(),
        backup.walMode(),
        backup.timeline(),
        backup.start(),
        backup.stop(),
        backup.startTime(),
        backup.recoveryTime(),
        backup.expireTime(),
        backup.parent(),
        backup.fromReplica(),
        backup.dataBytes(),
        backup.walBytes());
  }
}
