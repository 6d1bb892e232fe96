package io.jbackup.scheduler.web;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.Archiving;
import io.jbackup.scheduler.status.InstanceStatus.Here;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Snapshots as a service takes them, for tests of what is shown.
public final class Snapshots {
  public static final Instant NOW = Instant.parse("2026-11-22T21:33:04Z");

  private static final SegmentSize SIZE = new SegmentSize(16 << 20);
  private static final long GB = 1L << 30;

  private Snapshots() {}

  /// A service with one instance where all is well, one with alarms, a hole, and work that runs,
  /// one without any backup, and one that nothing is known of.
  public static ServiceStatus everything() {
    return service(well("PGPBACKUP1"), troubled("SHOP<&\"1"), fresh("NEW"), unknown("LOST"));
  }

  public static ServiceStatus service(InstanceStatus... instances) {
    return new ServiceStatus(
        "u6",
        "0.1.0",
        CatalogLocation.of(Path.of("/pgsql/pg_backup")),
        NOW.minus(Duration.ofDays(12)),
        NOW,
        Arrays.asList(instances),
        List.of(new S3Traffic.Use("PutObject", 412, 3, 5 * GB, 0)),
        List.of());
  }

  private static Instant ago(long hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  /// A second catalog, in which the newest things are missing while there is trouble.
  public static MirrorStatus mirror(Optional<MirrorStatus.Trouble> trouble) {
    return mirror(trouble, Optional.empty());
  }

  public static MirrorStatus mirror(
      Optional<MirrorStatus.Trouble> trouble, Optional<MirrorStatus.MissingWal> hole) {
    boolean complete = trouble.isEmpty();
    return new MirrorStatus(
        CatalogLocation.parse("s3://acme/m", Optional.empty()),
        Optional.of(complete ? NOW.minusSeconds(20) : ago(9)),
        Optional.of(complete ? NOW.minusSeconds(20) : ago(8)),
        OptionalInt.of(complete ? 0 : 1),
        OptionalInt.of(complete ? 0 : 12),
        complete ? Optional.empty() : Optional.of(ago(8)),
        hole,
        trouble);
  }

  /// Nothing to complain about.
  public static InstanceStatus well(String name) {
    List<Row> rows =
        List.of(
            row(18, BackupStatus.OK),
            row(42, BackupStatus.OK),
            row(66, BackupStatus.DONE),
            row(90, BackupStatus.OK));
    return new InstanceStatus(
        name,
        Optional.of(window(name, rows, branch(1, List.of(reachable(90, 0)), List.of()))),
        rows,
        new Here(true, "u6 is the replica that is kept out of failover", "replica", NOW),
        new Archiving(
            Optional.of(Duration.ofSeconds(95)),
            OptionalLong.of(0),
            OptionalLong.of(3),
            OptionalLong.of(48_213)),
        OptionalDouble.of(41.3),
        OptionalLong.of(212 * GB),
        List.of(),
        List.of(
            schedule("full", "0 0 3 * * ?", 6, 18, Optional.of(true), "ok: backup T4PPXC"),
            schedule(
                "validate", "0 0 5 ? * SUN", 8, 160, Optional.of(true), "taken by u5: all good"),
            schedule("drill", "0 0 6 ? * SUN", 9, 159, Optional.of(true), "ok: passed")),
        List.of(),
        Optional.of(drill(159, true)),
        Optional.of(drill(159, true)),
        Optional.of(mirror(Optional.empty())),
        List.of());
  }

  /// With two timelines, a hole, a failed backup, alarms, and a backup that runs.
  public static InstanceStatus troubled(String name) {
    List<Row> rows =
        List.of(
            row(1, BackupStatus.RUNNING),
            row(31, BackupStatus.ERROR),
            row(55, BackupStatus.OK),
            row(100, BackupStatus.OK));
    return new InstanceStatus(
        name,
        Optional.of(
            window(
                name,
                rows,
                branch(1, List.of(reachable(100, 70)), List.of()),
                branch(2, List.of(reachable(70, 40)), List.of(hole())))),
        rows,
        new Here(
            false, "u5 is a replica kept out of failover, and its name is lower", "replica", NOW),
        new Archiving(
            Optional.of(Duration.ofHours(28)),
            OptionalLong.of(412),
            OptionalLong.of(9_731),
            OptionalLong.of(2_110)),
        OptionalDouble.of(6.8),
        OptionalLong.of(31 * GB),
        List.of(
            new Running(
                "full", "copying", ago(1), 77 * GB, 120 * GB, Optional.of(Duration.ofMinutes(33))),
            new Running("validate", "reading", ago(0), 5 * GB, -1, Optional.empty())),
        List.of(
            schedule(
                "full",
                "0 0 3 * * ?",
                6,
                31,
                Optional.of(false),
                "failed: the standby was promoted during the backup")),
        alarms(),
        Optional.of(drill(15, false)),
        Optional.of(drill(900, true)),
        Optional.of(
            mirror(
                Optional.of(
                    new MirrorStatus.Trouble(
                        "copying WAL to the mirror \"s3://acme/m\" failed: no route to host",
                        "Look at the network.")))),
        List.of("automatic failover is switched off (the cluster is paused)"));
  }

  private static Unreachable hole() {
    return new Unreachable(
        new Lsn(0x40_0000_0000L),
        new Lsn(0x42_0000_0000L),
        Optional.of(ago(40)),
        Optional.of(ago(28)),
        List.of(
            new Reason.MissingSegments(new SegmentName(2, 0x4000), new SegmentName(2, 0x4010))));
  }

  private static List<Alarm> alarms() {
    return List.of(
        new Alarm("backup-age", ago(29), "the newest good backup is 2 days old", "Look at it."),
        new Alarm(
            "free-space",
            ago(3),
            "6 % of the catalog's file system are free",
            "Enlarge the file system, or keep fewer backups."));
  }

  /// Nothing was done yet.
  public static InstanceStatus fresh(String name) {
    return new InstanceStatus(
        name,
        Optional.of(window(name, List.of())),
        List.of(),
        new Here(true, "u6 is the only replica", "replica", NOW),
        new Archiving(Optional.empty(), OptionalLong.of(1), OptionalLong.of(0), OptionalLong.of(0)),
        OptionalDouble.of(41.3),
        OptionalLong.of(212 * GB),
        List.of(),
        List.of(schedule("full", "0 0 3 * * ?", 6, -1, Optional.empty(), "not run yet")),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// Neither catalog nor server answered.
  public static InstanceStatus unknown(String name) {
    return new InstanceStatus(
        name,
        Optional.empty(),
        List.of(),
        new Here(false, "the cluster's state is unknown: Patroni does not answer", "unknown", NOW),
        new Archiving(
            Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of("cannot read directory \"/pgsql/pg_backup/backups/LOST\": permission denied"));
  }

  private static ScheduleStatus schedule(
      String name, String cron, long next, long last, Optional<Boolean> ok, String result) {
    return new ScheduleStatus(
        name,
        cron,
        "Europe/Berlin",
        Optional.of(NOW.plus(Duration.ofHours(next))),
        last < 0 ? Optional.empty() : Optional.of(ago(last)),
        ok,
        result);
  }

  private static DrillRecord drill(long hours, boolean passed) {
    return new DrillRecord(
        BackupId.of(ago(hours + 3)),
        ago(hours),
        Duration.ofSeconds(1_935),
        "u6",
        passed,
        Optional.of(ago(hours)),
        Optional.of(new Lsn(0x41_0000_0028L)),
        passed ? "3 databases, query ok" : "recovery ended before consistency");
  }

  private static Row row(long hours, BackupStatus status) {
    boolean good = status.isRestorable();
    Instant start = ago(hours);
    Optional<Instant> end =
        good ? Optional.of(start.plus(Duration.ofMinutes(26))) : Optional.empty();
    BackupFacts facts =
        new BackupFacts(
            BackupId.of(start),
            status,
            BackupMode.FULL,
            WalMode.STREAM,
            OptionalInt.of(1),
            Optional.of(new Lsn(0x41_0000_0028L)),
            good ? Optional.of(new Lsn(0x41_0100_0000L)) : Optional.empty(),
            start,
            end,
            Optional.empty(),
            Optional.empty(),
            true,
            27 * GB,
            GB / 4);
    return new Row(
        facts,
        end,
        good ? Optional.of(Duration.ofSeconds(1_573)) : Optional.empty(),
        27 * GB + GB / 4,
        120 * GB,
        good ? OptionalDouble.of(4.44) : OptionalDouble.empty());
  }

  private static RecoveryWindow window(String name, List<Row> rows, TimelineWindow... branches) {
    List<Mark> marks =
        rows.stream()
            .map(row ->
                new Mark(
                    row.facts().id(),
                    row.facts().status(),
                    branches.length,
                    row.recoveryTime().orElse(row.facts().startTime()),
                    row.facts().isRestorable()))
            .sorted(Comparator.comparing(Mark::time))
            .toList();
    return new RecoveryWindow(name, SIZE, NOW, List.of(branches), marks);
  }

  private static TimelineWindow branch(
      int timeline, List<Reachable> stretches, List<Unreachable> holes) {
    return new TimelineWindow(timeline, timeline - 1, Optional.empty(), stretches, holes);
  }

  private static Reachable reachable(long from, long to) {
    return new Reachable(
        new Lsn(0x30_0000_0000L),
        new Lsn(0x40_0000_0000L),
        Optional.of(ago(from)),
        Optional.of(ago(to).minusSeconds(95)),
        Optional.of(4711),
        new Lsn(0x3F_FFFF_FF00L),
        List.of());
  }
}
