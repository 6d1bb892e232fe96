package io.jbackup.catalog.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Worked examples, with a segment of WAL for each day of November.
final class RetentionPlannerTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  private final List<BackupFacts> backups = new ArrayList<>();
  private final List<SegmentName> segments = new ArrayList<>();
  private final Map<Integer, TimelineHistory> histories = new HashMap<>();
  private final Map<Integer, String> malformed = new HashMap<>();

  private RetentionPlannerTest wal(int timeline, int first, int last) {
    for (int number = first; number <= last; number++) {
      segments.add(new SegmentName(timeline, number));
    }
    return this;
  }

  private void branch(int timeline, int parent, int segment) {
    Lsn left = SIZE.startOf(segment).plus(4096);
    List<TimelineHistory.Entry> ancestors = new ArrayList<>();
    if (histories.containsKey(parent)) {
      ancestors.addAll(histories.get(parent).ancestors());
    }
    ancestors.add(new TimelineHistory.Entry(parent, left, ""));
    histories.put(timeline, new TimelineHistory(timeline, ancestors));
  }

  private static Facts backup(int day) {
    return backup(1, day);
  }

  /// Taken at three in the morning of a November day, in that day's segment.
  private static Facts backup(int timeline, int day) {
    Instant time = Instant.parse("2026-11-01T03:00:00Z").plus(Duration.ofDays(day - 1));
    Lsn start = SIZE.startOf(day).plus(40);
    return Facts.of(id(day).text(), time).at(timeline, start, start.plus(1000));
  }

  private static BackupId id(int day) {
    return new BackupId("DAY" + day);
  }

  private RetentionPlannerTest add(Facts facts) {
    backups.add(facts.build());
    return this;
  }

  private RetentionPlan plan(Wish wish, RetentionPolicy policy) {
    return plan(wish, policy, Map.of());
  }

  private RetentionPlan plan(Wish wish, RetentionPolicy policy, Map<BackupId, String> inUse) {
    ArchivePicture archive =
        new ArchivePicture(SegmentSet.of(segments), Map.of(), histories, malformed, List.of());
    return RetentionPlanner.plan(
        new InstancePicture("main", SIZE, NOW, backups, archive),
        new RetentionRequest(wish, true, policy, ZoneOffset.UTC),
        NOW,
        inUse);
  }

  private RetentionPlan expired(RetentionPolicy policy) {
    return plan(new Wish.Expired(), policy);
  }

  private static RetentionPolicy redundancy(int count) {
    return new RetentionPolicy(count, 0, 0, 0, 0, 0, 0);
  }

  private static RetentionPolicy window(int days) {
    return new RetentionPolicy(0, days, 0, 0, 0, 0, 0);
  }

  private static List<String> verdicts(RetentionPlan plan) {
    return plan.backups().stream()
        .map(verdict -> verdict.backup().id() + " " + verdict.reason())
        .toList();
  }

  private static List<String> ranges(RetentionPlan plan) {
    return plan.timelines().stream()
        .flatMap(timeline -> timeline.ranges().stream())
        .map(r -> r.timeline() + ": " + r.first() + "-" + r.last() + " " + r.reason())
        .toList();
  }

  @Test
  void redundancyCountsGoodFullBackups() {
    add(backup(1))
        .add(backup(5))
        .add(backup(10).is(BackupStatus.CORRUPT))
        .add(backup(15))
        .add(backup(20).is(BackupStatus.ERROR))
        .wal(1, 1, 22);
    RetentionPlan plan = expired(redundancy(2));
    assertThat(verdicts(plan))
        .containsExactly(
            "DAY20 kept: not good, but newer than the last backup of redundancy 2",
            "DAY15 kept: redundancy 1 of 2",
            "DAY10 kept: not good, but newer than the last backup of redundancy 2",
            "DAY5 kept: redundancy 2 of 2",
            "DAY1 expired: beyond redundancy 2");
    assertThat(ranges(plan))
        .containsExactly(
            "1: 1-4 expired: no backup that is kept needs it",
            "1: 5-22 kept: recovery from backup DAY5 on");
  }

  @Test
  void theWindowKeepsTheNewestBackupThatIsOlder() {
    add(backup(1)).add(backup(10)).add(backup(14)).add(backup(18)).wal(1, 1, 22);
    RetentionPlan plan = expired(window(7));
    assertThat(verdicts(plan))
        .containsExactly(
            "DAY18 kept: inside the window of 7 days",
            "DAY14 kept: needed to reach 2026-11-15 03:00",
            "DAY10 expired: older than 2026-11-15 03:00 and not needed to reach it",
            "DAY1 expired: older than 2026-11-15 03:00 and not needed to reach it");
    assertThat(plan.removes(new SegmentName(1, 13))).isTrue();
    assertThat(plan.removes(new SegmentName(1, 14))).isFalse();
  }

  @Test
  void onlyWhatNoRuleWantsExpires() {
    add(backup(1)).add(backup(10)).add(backup(18)).add(backup(20));
    assertThat(verdicts(expired(new RetentionPolicy(3, 1, 0, 0, 0, 0, 0))))
        .containsExactly(
            "DAY20 kept: redundancy 1 of 3, needed to reach 2026-11-21 03:00",
            "DAY18 kept: redundancy 2 of 3",
            "DAY10 kept: redundancy 3 of 3",
            "DAY1 expired: beyond redundancy 3 and older than 2026-11-21 03:00 and not needed to"
                + " reach it");
  }

  @Test
  void grandfatherFatherAndSonAreTheNewestOfTheirPeriods() {
    for (int day = 1; day <= 22; day++) {
      add(backup(day));
    }
    RetentionPlan plan = expired(new RetentionPolicy(0, 0, 0, 2, 3, 1, 0));
    // Weeks begin on Monday: 16 to 22, 9 to 15, 2 to 8 November.
    assertThat(plan.kept())
        .extracting(BackupVerdict::reason)
        .containsExactly(
            "kept: daily 1 of 2, weekly 1 of 3, monthly 1 of 1",
            "kept: daily 2 of 2",
            "kept: weekly 2 of 3",
            "kept: weekly 3 of 3");
    assertThat(plan.kept())
        .extracting(verdict -> verdict.backup().id())
        .containsExactly(id(22), id(21), id(15), id(8));
    assertThat(plan.deleted().getFirst().reason())
        .isEqualTo("expired: not among daily 2, weekly 3, monthly 1");
  }

  @Test
  void withoutAPolicyNothingExpires() {
    add(backup(1)).add(backup(2)).wal(1, 0, 3);
    RetentionPlan plan = expired(RetentionPolicy.NONE);
    assertThat(plan.deleted()).isEmpty();
    assertThat(plan.policySet()).isFalse();
    assertThat(ranges(plan)).first().asString().startsWith("1: 0-0 expired");
  }

  @Test
  void pinsDescendantsAndUsersHoldBackups() {
    add(backup(1).pinnedUntil(NOW.plusSeconds(60)))
        .add(backup(2))
        .add(backup(3).on(id(2)).pinnedUntil(NOW.plusSeconds(60)))
        .add(backup(4))
        .add(backup(5).is(BackupStatus.RUNNING))
        .add(backup(6));
    RetentionPlan plan =
        plan(new Wish.Expired(), redundancy(1), Map.of(id(4), "restore (pid 1 on db)"));
    assertThat(verdicts(plan))
        .containsExactly(
            "DAY6 kept: redundancy 1 of 1",
            "DAY5 kept: being taken",
            "DAY4 kept: in use by restore (pid 1 on db)",
            "DAY3 kept: pinned until 2026-11-22 03:01:00+00",
            "DAY2 kept: its descendant DAY3 is kept",
            "DAY1 kept: pinned until 2026-11-22 03:01:00+00");
  }

  @Test
  void aBackupGoesWithItsDescendants() {
    add(backup(1)).add(backup(2).on(id(1))).add(backup(3).on(id(2))).add(backup(4));
    assertThat(verdicts(plan(new Wish.OfId(id(1)), redundancy(5))))
        .containsExactly(
            "DAY4 kept: not asked for",
            "DAY3 deleted: descends from DAY1",
            "DAY2 deleted: descends from DAY1",
            "DAY1 deleted: asked for");
  }

  @Test
  void whatHasAStatusGoesAndWhatWasBegun() {
    add(backup(1).is(BackupStatus.ERROR)).add(backup(2)).add(backup(3).is(BackupStatus.DELETING));
    assertThat(verdicts(plan(new Wish.OfStatus(Set.of(BackupStatus.ERROR)), redundancy(5))))
        .containsExactly(
            "DAY3 expired: its deletion was begun before",
            "DAY2 kept: not asked for",
            "DAY1 deleted: its status is ERROR");
  }

  @Test
  void walOfALeftTimelineGoesAndTheWayToTheKeptBackupStays() {
    branch(2, 1, 5);
    branch(3, 1, 10);
    branch(4, 3, 12);
    wal(1, 1, 12).wal(2, 5, 8).wal(3, 10, 12).wal(4, 12, 20);
    add(backup(8).archive()).add(backup(4, 15));
    RetentionPlan plan = plan(new Wish.Nothing(), RetentionPolicy.NONE);
    assertThat(ranges(plan))
        .containsExactly(
            "1: 1-7 expired: no backup that is kept needs it",
            "1: 8-12 kept: recovery from backup DAY8 on",
            "2: 5-8 expired: no backup that is kept needs it",
            "3: 10-12 kept: recovery from backup DAY8 on",
            "4: 12-20 kept: recovery from backup DAY8 on");
    // Timeline 3 must be found from timeline 1, by one history file after the other.
    assertThat(plan.removesHistory(2)).isFalse();
  }

  @Test
  void aDeadTimelineBelowAllOthersGoesWholly() {
    branch(2, 1, 5);
    branch(3, 1, 10);
    wal(1, 1, 12).wal(2, 5, 8).wal(3, 10, 20);
    add(backup(3, 15));
    RetentionPlan plan = plan(new Wish.Nothing(), RetentionPolicy.NONE);
    assertThat(plan.timelines())
        .extracting(TimelineVerdict::goesWholly)
        .containsExactly(false, true, false);
    assertThat(ranges(plan)).contains("3: 15-20 kept: recovery from backup DAY15 on");
  }

  @Test
  void theWalDepthKeepsWhatOlderBackupsNeedThemselves() {
    add(backup(1)).add(backup(5).archive()).add(backup(10)).add(backup(15)).wal(1, 1, 22);
    RetentionPolicy policy = new RetentionPolicy(0, 0, 2, 0, 0, 0, 0);
    assertThat(ranges(plan(new Wish.Nothing(), policy)))
        .containsExactly(
            "1: 1-4 expired: no backup that is kept needs it",
            "1: 5-5 kept: backup DAY5 needs it to become consistent",
            "1: 6-9 expired: no backup that is kept needs it",
            "1: 10-22 kept: recovery from backup DAY10 on");
  }

  @Test
  void theWalDepthDoesNotBreakTheWindow() {
    add(backup(1)).add(backup(10)).add(backup(20)).wal(1, 1, 22);
    RetentionPolicy policy = new RetentionPolicy(0, 7, 1, 0, 0, 0, 0);
    RetentionPlan plan = plan(new Wish.Nothing(), policy);
    assertThat(plan.removes(new SegmentName(1, 9))).isTrue();
    assertThat(plan.removes(new SegmentName(1, 10))).isFalse();
  }

  @Test
  void doubtKeepsWalAndSaysWhy() {
    wal(1, 1, 9).add(backup(5));
    assertThat(ranges(plan(new Wish.Nothing(), RetentionPolicy.NONE))).hasSize(2);
    branch(2, 1, 6);
    wal(2, 6, 9);
    malformed.put(2, "line 1 is not a history");
    histories.remove(2);
    assertThat(ranges(plan(new Wish.Nothing(), RetentionPolicy.NONE)))
        .containsExactly(
            "1: 1-9 kept: 00000002.history cannot be read",
            "2: 6-9 kept: 00000002.history cannot be read");
    malformed.clear();
    assertThat(ranges(plan(new Wish.Nothing(), RetentionPolicy.NONE)))
        .containsExactly(
            "1: 1-9 kept: 00000002.history is missing", "2: 6-9 kept: 00000002.history is missing");
  }

  @Test
  void theFirstTimelineOfACatalogNeedsNoHistory() {
    wal(7, 1, 9).add(backup(7, 5));
    assertThat(ranges(plan(new Wish.Nothing(), RetentionPolicy.NONE)))
        .containsExactly(
            "7: 1-4 expired: no backup that is kept needs it",
            "7: 5-9 kept: recovery from backup DAY5 on");
  }

  @Test
  void withoutABackupOrWithOneThatCannotBeReadNoWalGoes() {
    wal(1, 1, 9);
    assertThat(plan(new Wish.Nothing(), RetentionPolicy.NONE).walHeld().orElse(""))
        .startsWith("no backup is left");
    add(Facts.of("UNKNOWN1", NOW).is(BackupStatus.UNKNOWN)).add(backup(8));
    RetentionPlan plan = plan(new Wish.Nothing(), RetentionPolicy.NONE);
    assertThat(plan.walHeld()).contains("the control file of backup UNKNOWN1 cannot be read");
    assertThat(plan.removesWal()).isFalse();
  }

  @Test
  void aClockThatJumpedBackDoesNotMakeABackupOld() {
    add(backup(20));
    Lsn later = SIZE.startOf(21);
    add(Facts.of("AAAA", NOW.minus(Duration.ofDays(400))).at(1, later, later.plus(99)));
    assertThat(verdicts(expired(redundancy(1))))
        .containsExactly("AAAA kept: redundancy 1 of 1", "DAY20 expired: beyond redundancy 1");
  }
}
