package io.jbackup.scheduler.status;

import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.core.window.RecoveryWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One instance at one moment. What could not be had is empty, and `problems` says why.
///
/// @param backups newest first
/// @param here why this node does, or does not, take the backups
/// @param lastDrill the newest drill, passed or not
/// @param lastPassedDrill the newest that passed
/// @param mirror empty when there is none
public record InstanceStatus(
    String name,
    Optional<RecoveryWindow> window,
    List<Row> backups,
    Here here,
    Archiving archiving,
    OptionalDouble freePercent,
    OptionalLong freeBytes,
    List<Running> running,
    List<ScheduleStatus> schedules,
    List<Alarm> alarms,
    Optional<DrillRecord> lastDrill,
    Optional<DrillRecord> lastPassedDrill,
    Optional<MirrorStatus> mirror,
    List<String> problems) {
  public InstanceStatus {
    backups = List.copyOf(backups);
    running = List.copyOf(running);
    schedules = List.copyOf(schedules);
    alarms = List.copyOf(alarms);
    problems = List.copyOf(problems);
  }

  /// The same with the work that runs now, and the mirror as it is now.
  public InstanceStatus with(List<Running> runningNow, Optional<MirrorStatus> mirrorNow) {
    return new InstanceStatus(
        name,
        window,
        backups,
        here,
        archiving,
        freePercent,
        freeBytes,
        runningNow,
        schedules,
        alarms,
        lastDrill,
        lastPassedDrill,
        mirrorNow,
        problems);
  }

  /// The newest of `backups` that can be restored; they are sorted, newest first.
  public static Optional<Row> newestGood(List<Row> backups) {
    return backups.stream().filter(row -> row.facts().isRestorable()).findFirst();
  }

  /// One backup: what retention knows of it, and what else `show` prints.
  ///
  /// @param recoveryTime to which it restores by itself
  /// @param storedBytes of data and WAL as they lie in the catalog
  /// @param rawBytes before compression
  public record Row(
      BackupFacts facts,
      Optional<Instant> recoveryTime,
      Optional<Duration> duration,
      long storedBytes,
      long rawBytes,
      OptionalDouble zratio) {}

  /// How this node stands to the work.
  ///
  /// @param runs whether it would take a backup that is due now
  /// @param reason in words: `u6 is the replica that is kept out of failover`
  /// @param role of its server: `primary`, `replica`, `unfit`, `unknown`
  public record Here(boolean runs, String reason, String role, Instant decidedAt) {}

  /// The archive and the server's archiver.
  ///
  /// @param newestSegmentAge since the newest segment was stored
  /// @param failedCount of pg_stat_archiver
  public record Archiving(
      Optional<Duration> newestSegmentAge,
      OptionalLong readySegments,
      OptionalLong failedCount,
      OptionalLong archivedCount) {}

  /// Work that is done by this node now.
  ///
  /// @param doneBytes of totalBytes, in the phase `task`
  /// @param totalBytes -1 when it is not known
  public record Running(
      String schedule,
      String task,
      Instant since,
      long doneBytes,
      long totalBytes,
      Optional<Duration> left) {}

  /// A schedule of this instance.
  ///
  /// @param lastResult of the newest run known here: `ok`, `failed: …`, `taken by u5`
  public record ScheduleStatus(
      String name,
      String cron,
      String zone,
      Optional<Instant> nextRun,
      Optional<Instant> lastRun,
      Optional<Boolean> lastOk,
      String lastResult) {}

  /// Something that somebody should look after.
  ///
  /// @param name the same as long as it is the same matter: `backup-age`, `wal-age`
  public record Alarm(String name, Instant since, String text, String hint) {}
}
