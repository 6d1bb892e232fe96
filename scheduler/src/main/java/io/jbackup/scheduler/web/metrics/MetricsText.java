package io.jbackup.scheduler.web.metrics;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.Archiving;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.status.MirrorStatus.MissingWal;
import io.jbackup.scheduler.status.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// A snapshot in the text format 0.0.4 of Prometheus. What is not known has no sample. The label of
/// an instance is `pg_instance`, since Prometheus itself uses `instance` for the address.
public final class MetricsText {
  private static final String INSTANCE = "pg_instance";
  private static final double PERCENT = 100;

  private final Samples samples = new Samples();
  private final Instant now;

  private MetricsText(Instant now) {
    this.now = now;
  }

  public static String of(ServiceStatus status) {
    MetricsText text = new MetricsText(status.at());
    text.service(status);
    status.instances().forEach(text::instance);
    return text.samples.render();
  }

  private void service(ServiceStatus status) {
    samples.add(Metric.BUILD_INFO, 1, "version", status.version(), "node", status.node());
    samples.time(Metric.SERVICE_START, status.since());
    samples.add(Metric.SERVICE_PROBLEMS, status.problems().size());
    for (S3Traffic.Use use : status.traffic()) {
      String operation = use.operation();
      samples.add(Metric.S3_REQUESTS, use.requests(), "operation", operation);
      samples.add(Metric.S3_REPEATED, use.repeated(), "operation", operation);
      samples.add(Metric.S3_SENT, use.sentBytes(), "operation", operation);
      samples.add(Metric.S3_RECEIVED, use.receivedBytes(), "operation", operation);
    }
  }

  private void instance(InstanceStatus one) {
    String name = one.name();
    samples.time(Metric.SNAPSHOT_TIME, one.here().decidedAt(), INSTANCE, name);
    samples.add(Metric.INSTANCE_PROBLEMS, one.problems().size(), INSTANCE, name);
    samples.add(
        Metric.RUNS_BACKUPS, flag(one.here().runs()), INSTANCE, name, "role", one.here().role());
    for (Alarm alarm : one.alarms()) {
      samples.add(Metric.ALARM, 1, INSTANCE, name, "alarm", alarm.name());
    }
    samples.add(Metric.ALARMS, one.alarms().size(), INSTANCE, name);
    backups(one);
    one.window().ifPresent(window -> window(name, window));
    archiving(name, one.archiving());
    drills(one);
    one.mirror().ifPresent(mirror -> mirror(name, mirror));
    one.running().forEach(job -> running(name, job));
    one.freeBytes().ifPresent(bytes -> samples.add(Metric.FREE_BYTES, bytes, INSTANCE, name));
    one.freePercent()
        .ifPresent(free -> samples.add(Metric.FREE_RATIO, free / PERCENT, INSTANCE, name));
    one.schedules().forEach(schedule -> schedule(name, schedule));
  }

  private void backups(InstanceStatus one) {
    String name = one.name();
    Map<BackupStatus, Integer> counts = new EnumMap<>(BackupStatus.class);
    one.backups().forEach(row -> counts.merge(row.facts().status(), 1, Integer::sum));
    counts.forEach((status, count) ->
        samples.add(Metric.BACKUPS, count, INSTANCE, name, "status", status.name()));
    InstanceStatus.newestGood(one.backups()).ifPresent(row -> backup(name, row));
  }

  private void backup(String name, Row row) {
    Instant began = row.facts().startTime();
    samples.time(Metric.BACKUP_TIME, began, INSTANCE, name);
    samples.span(Metric.BACKUP_AGE, Duration.between(began, now), INSTANCE, name);
    row.duration().ifPresent(took -> samples.span(Metric.BACKUP_DURATION, took, INSTANCE, name));
    samples.add(Metric.BACKUP_SIZE, row.storedBytes(), INSTANCE, name);
    samples.add(Metric.BACKUP_RAW, row.rawBytes(), INSTANCE, name);
    row.zratio().ifPresent(ratio -> samples.add(Metric.BACKUP_ZRATIO, ratio, INSTANCE, name));
  }

  private void window(String name, RecoveryWindow window) {
    samples.time(Metric.WINDOW_START, window.oldest().map(Moment::time), INSTANCE, name);
    samples.time(Metric.WINDOW_END, window.newest().map(Moment::time), INSTANCE, name);
    int holes = window.branches().stream().mapToInt(branch -> branch.holes().size()).sum();
    samples.add(Metric.WINDOW_HOLES, holes, INSTANCE, name);
  }

  private void archiving(String name, Archiving archiving) {
    archiving
        .newestSegmentAge()
        .ifPresent(age -> samples.span(Metric.WAL_AGE, age, INSTANCE, name));
    archiving.readySegments().ifPresent(n -> samples.add(Metric.WAL_READY, n, INSTANCE, name));
    archiving.failedCount().ifPresent(n -> samples.add(Metric.ARCHIVER_FAILED, n, INSTANCE, name));
    archiving
        .archivedCount()
        .ifPresent(n -> samples.add(Metric.ARCHIVER_ARCHIVED, n, INSTANCE, name));
  }

  private void drills(InstanceStatus one) {
    String name = one.name();
    one.lastDrill()
        .ifPresent(drill -> {
          Duration age = Duration.between(drill.started(), now);
          samples.span(Metric.DRILL_AGE, age, INSTANCE, name);
          samples.add(Metric.DRILL_SUCCESS, flag(drill.passed()), INSTANCE, name);
          samples.span(Metric.DRILL_DURATION, drill.duration(), INSTANCE, name);
        });
    one.lastPassedDrill()
        .ifPresent(drill -> {
          Duration age = Duration.between(drill.started(), now);
          samples.span(Metric.DRILL_PASSED_AGE, age, INSTANCE, name);
        });
  }

  private void mirror(String name, MirrorStatus mirror) {
    mirror
        .lastComplete()
        .ifPresent(time ->
            samples.span(Metric.MIRROR_COMPLETE, Duration.between(time, now), INSTANCE, name));
    mirror.lag(now).ifPresent(lag -> samples.span(Metric.MIRROR_LAG, lag, INSTANCE, name));
    mirror.missingBackups().ifPresent(n -> samples.add(Metric.MIRROR_BACKUPS, n, INSTANCE, name));
    mirror.missingWal().ifPresent(n -> samples.add(Metric.MIRROR_WAL, n, INSTANCE, name));
    long hole = mirror.hole().map(MissingWal::count).orElse(0L);
    mirror.missingWal().ifPresent(_ -> samples.add(Metric.MIRROR_HOLE, hole, INSTANCE, name));
    samples.time(Metric.MIRROR_SUCCESS, mirror.lastSuccess(), INSTANCE, name);
  }

  private void running(String name, Running job) {
    String[] labels = {INSTANCE, name, "schedule", job.schedule()};
    samples.add(
        Metric.JOB_RUNNING, 1, INSTANCE, name, "schedule", job.schedule(), "task", job.task());
    samples.add(Metric.JOB_DONE, job.doneBytes(), labels);
    if (job.totalBytes() >= 0) {
      samples.add(Metric.JOB_SIZE, job.totalBytes(), labels);
    }
    samples.span(Metric.JOB_ELAPSED, Duration.between(job.since(), now), labels);
    job.left().ifPresent(left -> samples.span(Metric.JOB_LEFT, left, labels));
  }

  private void schedule(String name, ScheduleStatus schedule) {
    String[] labels = {INSTANCE, name, "schedule", schedule.name()};
    samples.time(Metric.SCHEDULE_NEXT, schedule.nextRun(), labels);
    samples.time(Metric.SCHEDULE_LAST, schedule.lastRun(), labels);
    schedule.lastOk().ifPresent(ok -> samples.add(Metric.SCHEDULE_SUCCESS, flag(ok), labels));
  }

  private static int flag(boolean yes) {
    return yes ? 1 : 0;
  }
}
