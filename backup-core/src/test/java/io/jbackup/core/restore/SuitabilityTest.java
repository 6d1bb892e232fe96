package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.restore.Verdict.Unsuitable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuitabilityTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Timelines ONE = _ -> Optional.empty();

  static BackupControl control(int timeline, String start, String stop, Instant time, long xid) {
    return BackupControl.empty()
        .with(BackupStatus.OK)
        .with(ControlField.BACKUP_MODE, "FULL")
        .with(ControlField.STREAM, "true")
        .with(ControlField.TIMELINE_ID, timeline)
        .with(ControlField.START_LSN, start)
        .with(ControlField.STOP_LSN, stop)
        .with(ControlField.RECOVERY_TIME, time)
        .with(ControlField.RECOVERY_XID, xid);
  }

  private static Candidate backup() {
    return new Candidate(new BackupId("B"), control(1, "0/3000028", "0/3000100", NOON, 700));
  }

  private static Verdict judge(Candidate candidate, RecoveryTarget target, boolean inclusive) {
    return new Suitability(
            target, inclusive, new TimelineChoice.Unset(), ONE, ZoneOffset.UTC, Duration.ZERO)
        .judge(candidate, false);
  }

  private static RecoveryTarget time(String text) {
    return RecoveryTarget.Time.parse(text, ZoneOffset.UTC);
  }

  @Test
  void aTimeAtTheRecoveryTimeIsReachedAndOneBeforeIsNot() {
    assertThat(judge(backup(), time("2026-11-22 12:00:00"), true)).isInstanceOf(Suitable.class);
    assertThat(judge(backup(), time("2026-11-22 13:00:00+01"), true)).isInstanceOf(Suitable.class);
    assertThat(judge(backup(), time("2026-11-22 11:59:59.999999"), true))
        .isInstanceOfSatisfying(
            Unsuitable.class,
            unsuitable ->
                assertThat(unsuitable.why())
                    .isEqualTo("is consistent only at time 2026-11-22 12:00:00+00"));
  }

  @Test
  void aTimeWithinTheRoundingOfTheRecoveryTimeIsLeftToTheWal() {
    for (String text : List.of("2026-11-22 11:59:59.000001", "2026-11-22 11:59:59")) {
      Suitability suitability =
          new Suitability(
              time(text),
              false,
              new TimelineChoice.Unset(),
              ONE,
              ZoneOffset.UTC,
              Duration.ofSeconds(1));
      assertThat(suitability.judge(backup(), false))
          .isInstanceOf(text.endsWith("1") ? Suitable.class : Unsuitable.class);
    }
  }

  @Test
  void anExclusiveTimeMustLieAfterTheRecoveryTime() {
    assertThat(judge(backup(), time("2026-11-22 12:00:00"), false)).isInstanceOf(Unsuitable.class);
    assertThat(judge(backup(), time("2026-11-22 12:00:00.000001"), false))
        .isInstanceOf(Suitable.class);
  }

  @Test
  void aPositionAtTheStopIsReachedAndOneBeforeIsNot() {
    assertThat(judge(backup(), RecoveryTarget.Position.parse("0/3000100"), true))
        .isInstanceOf(Suitable.class);
    assertThat(judge(backup(), RecoveryTarget.Position.parse("0/30000FF"), true))
        .isInstanceOf(Unsuitable.class);
    assertThat(judge(backup(), RecoveryTarget.Position.parse("FFFFFFFF/0"), true))
        .isInstanceOf(Suitable.class);
  }

  @Test
  void transactionsAreComparedOnACircle() {
    assertThat(judge(backup(), new RecoveryTarget.Xid(699), true)).isInstanceOf(Unsuitable.class);
    assertThat(judge(backup(), new RecoveryTarget.Xid(700), true)).isInstanceOf(Suitable.class);
    Candidate late =
        new Candidate(
            new BackupId("B"), backup().control().with(ControlField.RECOVERY_XID, 4294967290L));
    assertThat(judge(late, new RecoveryTarget.Xid(5), true)).isInstanceOf(Suitable.class);
    Candidate unknown =
        new Candidate(new BackupId("B"), backup().control().with(ControlField.RECOVERY_XID, 0));
    assertThat(judge(unknown, new RecoveryTarget.Xid(3000000000L), true))
        .isInstanceOf(Suitable.class);
  }

  @Test
  void onlyCompleteBackupsCountUnlessForced() {
    Candidate corrupt =
        new Candidate(new BackupId("B"), backup().control().with(BackupStatus.CORRUPT));
    assertThat(judge(corrupt, new RecoveryTarget.None(), true))
        .isEqualTo(new Unsuitable(corrupt, "has status CORRUPT"));
    Suitability forced =
        new Suitability(
            new RecoveryTarget.None(),
            true,
            new TimelineChoice.Unset(),
            ONE,
            ZoneOffset.UTC,
            Duration.ZERO);
    assertThat(forced.judge(corrupt, true)).isInstanceOf(Suitable.class);
  }

  @Test
  void aBackupWithoutPositionsOrOfAnotherModeIsRefused() {
    Candidate torn =
        new Candidate(new BackupId("B"), backup().control().without(ControlField.STOP_LSN));
    assertThat(judge(torn, new RecoveryTarget.None(), true)).isInstanceOf(Unsuitable.class);
    Candidate delta =
        new Candidate(
            new BackupId("B"), backup().control().with(ControlField.BACKUP_MODE, "DELTA"));
    assertThat(judge(delta, new RecoveryTarget.None(), true)).isInstanceOf(Unsuitable.class);
  }

  private static Timelines timelines(TimelineHistory... histories) {
    Map<Integer, TimelineHistory> map = new java.util.HashMap<>();
    for (TimelineHistory history : histories) {
      map.put(history.timeline(), history);
    }
    return timeline -> Optional.ofNullable(map.get(timeline));
  }

  private static TimelineHistory history(int timeline, int parent, String at) {
    return new TimelineHistory(
        timeline, List.of(new TimelineHistory.Entry(parent, Lsn.parse(at), "")));
  }

  private static Verdict onTimeline(TimelineChoice choice, Timelines timelines) {
    return new Suitability(
            new RecoveryTarget.Latest(), true, choice, timelines, ZoneOffset.UTC, Duration.ZERO)
        .judge(backup(), false);
  }

  @Test
  void theTimelinesOwnIsFollowedUnlessAnotherIsAskedFor() {
    Timelines two = timelines(history(2, 1, "0/5000000"));
    assertThat(route(onTimeline(new TimelineChoice.Unset(), two)))
        .isEqualTo(new Route(TimelineHistory.root(1), "current"));
    assertThat(route(onTimeline(new TimelineChoice.Latest(), two)))
        .isEqualTo(new Route(history(2, 1, "0/5000000"), "latest"));
    assertThat(route(onTimeline(TimelineChoice.parse("0x2"), two)).setting()).isEqualTo("2");
  }

  private static Route route(Verdict verdict) {
    return ((Suitable) verdict).route();
  }

  @Test
  void aTimelineThatBranchedOffBeforeTheStopCannotBeFollowed() {
    Verdict verdict = onTimeline(TimelineChoice.parse("2"), timelines(history(2, 1, "0/30000F8")));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Unsuitable.class,
            unsuitable -> assertThat(unsuitable.why()).contains("left timeline 1 at 0/30000F8"));
  }

  @Test
  void aTimelineOfAnotherBranchCannotBeFollowed() {
    Verdict verdict = onTimeline(TimelineChoice.parse("3"), timelines(history(3, 2, "0/5000000")));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Unsuitable.class,
            unsuitable ->
                assertThat(unsuitable.why()).contains("does not descend from timeline 1"));
  }

  @Test
  void aTimelineWithoutHistoryFileCannotBeFollowed() {
    assertThat(onTimeline(TimelineChoice.parse("7"), ONE))
        .isInstanceOfSatisfying(
            Unsuitable.class,
            unsuitable -> assertThat(unsuitable.why()).contains("no history file of timeline 7"));
  }

  @Test
  void theLatestTimelineIsTheLastOneInAnUnbrokenRowAsForTheServer() {
    Timelines gap = timelines(history(2, 1, "0/5000000"), history(4, 1, "0/6000000"));
    assertThat(route(onTimeline(new TimelineChoice.Latest(), gap)).timeline()).isEqualTo(2);
  }
}
