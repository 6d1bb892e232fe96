package io.jbackup.scheduler.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AlarmRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final AlarmLimits LIMITS =
      new AlarmLimits(Duration.ofHours(26), Duration.ofMinutes(15), 64, 15, Duration.ofHours(6));
  private static final ServerLook QUIET =
      new ServerLook(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(9), false, List.of());
  private static final Sight SEEN =
      new Sight.Seen(
          new ClusterPicture(
              NOW,
              new Member("u6", Role.REPLICA, false, Streaming.YES, OptionalInt.of(1), "running"),
              List.of(),
              true,
              false,
              true,
              OptionalLong.empty(),
              List.of()));

  private final AlarmRules rules = new AlarmRules();

  @Test
  void withoutAnyBackupThereIsAnAlarm() {
    assertThat(names(catalog(Duration.ofMinutes(1), 50), QUIET)).containsExactly("backup-age");
  }

  @Test
  void aCatalogThatCannotBeReadIsNoProofOfMissingBackups() {
    CatalogLook unread =
        new CatalogLook(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of("stale file handle"));
    assertThat(names(unread, QUIET)).isEmpty();
  }

  @Test
  void oldWalIsAnAlarmOnlyWhileSomethingWaits() {
    CatalogLook old = catalog(Duration.ofMinutes(16), 50);
    assertThat(names(old, QUIET)).containsExactly("backup-age");
    ServerLook waiting =
        new ServerLook(
            OptionalLong.of(1), OptionalLong.of(0), OptionalLong.of(9), false, List.of());
    assertThat(names(old, waiting)).containsExactly("backup-age", "wal-age");
    assertThat(names(old, ServerLook.unknown("down"))).containsExactly("backup-age", "wal-age");
  }

  @Test
  void theArchiverAndTheDiskHaveTheirAlarms() {
    ServerLook failing =
        new ServerLook(
            OptionalLong.of(65), OptionalLong.of(3), OptionalLong.of(9), true, List.of());
    assertThat(names(catalog(Duration.ofMinutes(1), 14.9), failing))
        .containsExactly("backup-age", "ready-segments", "archiver", "free-space");
  }

  @Test
  void aScheduleThatFailedIsAnAlarmAndOneThatDidNotRunYetIsNot() {
    assertThat(
            rules.of(
                NOW,
                LIMITS,
                SEEN,
                catalog(Duration.ofMinutes(1), 50),
                QUIET,
                List.of(schedule("full", Optional.of(false)), schedule("drill", Optional.empty())),
                Optional.empty()))
        .extracting(Alarm::name)
        .containsExactly("backup-age", "schedule-full");
  }

  @Test
  void anAlarmKeepsTheTimeAtWhichItBegan() {
    CatalogLook look = catalog(Duration.ofMinutes(1), 50);
    rules.of(NOW, LIMITS, SEEN, look, QUIET, List.of(), Optional.empty());
    assertThat(
            rules.of(NOW.plusSeconds(60), LIMITS, SEEN, look, QUIET, List.of(), Optional.empty()))
        .singleElement()
        .extracting(Alarm::since)
        .isEqualTo(NOW);
  }

  @Test
  void aClusterThatNobodyKnowsOfIsAnAlarm() {
    Sight unknown = new Sight.Unknown(NOW, "connection refused");
    assertThat(
            rules.of(
                NOW,
                LIMITS,
                unknown,
                catalog(Duration.ofMinutes(1), 50),
                QUIET,
                List.of(),
                Optional.empty()))
        .extracting(Alarm::name)
        .containsExactly("cluster", "backup-age");
  }

  private List<String> names(CatalogLook catalog, ServerLook server) {
    return rules.of(NOW, LIMITS, SEEN, catalog, server, List.of(), Optional.empty()).stream()
        .map(Alarm::name)
        .toList();
  }

  private static ScheduleStatus schedule(String name, Optional<Boolean> ok) {
    return new ScheduleStatus(
        name, "0 0 3 * * ?", "UTC", Optional.empty(), Optional.empty(), ok, "failed: cut");
  }

  private static CatalogLook catalog(Duration walAge, double free) {
    return new CatalogLook(
        Optional.of(
            new RecoveryWindow("main", new SegmentSize(16 << 20), NOW, List.of(), List.of())),
        List.of(),
        Optional.of(NOW.minus(walAge)),
        OptionalDouble.of(free),
        OptionalLong.of(1),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
