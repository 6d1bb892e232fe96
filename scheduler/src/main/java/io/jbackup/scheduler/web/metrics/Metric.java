package io.jbackup.scheduler.web.metrics;

/// Every metric that the service exposes. The names are a promise to dashboards and alert rules.
public enum Metric {
  BUILD_INFO("jbackup_build_info", "Always 1; version of the service and name of its node."),
  SERVICE_START("jbackup_service_start_time_seconds", "When the service was started, Unix time."),
  SERVICE_PROBLEMS("jbackup_service_problems", "Problems of the service itself."),
  S3_REQUESTS(
      "jbackup_s3_requests_total",
      Type.COUNTER,
      "Requests of this process to object stores, repeated ones too."),
  S3_REPEATED(
      "jbackup_s3_repeated_requests_total",
      Type.COUNTER,
      "Requests that came after one that had failed."),
  S3_SENT("jbackup_s3_sent_bytes_total", Type.COUNTER, "Content that object stores took."),
  S3_RECEIVED("jbackup_s3_received_bytes_total", Type.COUNTER, "Content that object stores sent."),
  SNAPSHOT_TIME("jbackup_snapshot_time_seconds", "When the cluster was last looked at, Unix time."),
  INSTANCE_PROBLEMS("jbackup_instance_problems", "Things that could not be found out."),
  RUNS_BACKUPS(
      "jbackup_runs_backups", "1 if this node would take a backup that is due now, else 0."),
  ALARM("jbackup_alarm", "1 for each alarm that is raised."),
  ALARMS("jbackup_alarms", "Number of alarms that are raised."),
  BACKUPS("jbackup_backups", "Backups in the catalog by status."),
  BACKUP_TIME(
      "jbackup_last_backup_start_time_seconds", "When the newest good backup began, Unix time."),
  BACKUP_AGE("jbackup_last_backup_age_seconds", "Age of the newest good backup since it began."),
  BACKUP_DURATION("jbackup_last_backup_duration_seconds", "How long the newest good backup took."),
  BACKUP_SIZE(
      "jbackup_last_backup_size_bytes",
      "Data and WAL of the newest good backup as they lie in the catalog."),
  BACKUP_RAW(
      "jbackup_last_backup_uncompressed_bytes", "The newest good backup before compression."),
  BACKUP_ZRATIO(
      "jbackup_last_backup_compression_ratio",
      "Uncompressed by compressed size of the newest good backup."),
  WINDOW_START(
      "jbackup_window_start_time_seconds", "The oldest moment that can be recovered, Unix time."),
  WINDOW_END(
      "jbackup_window_end_time_seconds", "The newest moment that can be recovered, Unix time."),
  WINDOW_HOLES("jbackup_window_holes", "Stretches of WAL that recovery cannot end in."),
  WAL_AGE("jbackup_wal_newest_age_seconds", "Time since the newest segment was archived."),
  WAL_READY("jbackup_wal_ready_segments", "Segments that wait for archive_command."),
  ARCHIVER_FAILED(
      "jbackup_archiver_failed_total",
      Type.COUNTER,
      "Failed attempts to archive, of pg_stat_archiver."),
  ARCHIVER_ARCHIVED(
      "jbackup_archiver_archived_total", Type.COUNTER, "Segments archived, of pg_stat_archiver."),
  DRILL_AGE("jbackup_last_drill_age_seconds", "Time since the last restore drill began."),
  DRILL_SUCCESS("jbackup_last_drill_success", "1 if the last restore drill passed, else 0."),
  DRILL_DURATION("jbackup_last_drill_duration_seconds", "How long the last restore drill took."),
  DRILL_PASSED_AGE(
      "jbackup_last_passed_drill_age_seconds",
      "Time since the last restore drill that passed began."),
  MIRROR_COMPLETE(
      "jbackup_mirror_complete_age_seconds",
      "Time since the mirror was last seen to have everything."),
  MIRROR_LAG(
      "jbackup_mirror_lag_seconds", "Age of the oldest thing that the mirror lacks, 0 if nothing."),
  MIRROR_BACKUPS("jbackup_mirror_missing_backups", "Backups that the mirror lacks."),
  MIRROR_WAL("jbackup_mirror_missing_wal_files", "WAL files that the mirror lacks."),
  MIRROR_HOLE(
      "jbackup_mirror_hole_segments",
      "Segments after the mirror's newest backup that neither it nor the catalog has."),
  MIRROR_SUCCESS(
      "jbackup_mirror_last_success_time_seconds",
      "When a look at the mirror last ended without a failure, Unix time."),
  JOB_RUNNING("jbackup_job_running", "1 for each piece of work that this node does now."),
  JOB_DONE("jbackup_job_done_bytes", "How much of the running work's phase is done."),
  JOB_SIZE("jbackup_job_size_bytes", "How much the running work's phase has to do."),
  JOB_ELAPSED("jbackup_job_elapsed_seconds", "For how long the work has been running."),
  JOB_LEFT("jbackup_job_left_seconds", "For how long the work will probably still run."),
  FREE_BYTES("jbackup_catalog_free_bytes", "Free space of the catalog's file system."),
  FREE_RATIO("jbackup_catalog_free_ratio", "Free part of the catalog's file system, 0 to 1."),
  SCHEDULE_NEXT(
      "jbackup_schedule_next_run_time_seconds", "When the schedule is due next, Unix time."),
  SCHEDULE_LAST(
      "jbackup_schedule_last_run_time_seconds", "The schedule's newest known run, Unix time."),
  SCHEDULE_SUCCESS(
      "jbackup_schedule_last_run_success", "1 if the schedule's newest run succeeded, else 0.");

  /// Of Prometheus.
  enum Type {
    GAUGE,
    COUNTER
  }

  private final String metricName;
  private final Type type;
  private final String help;

  Metric(String metricName, String help) {
    this(metricName, Type.GAUGE, help);
  }

  Metric(String metricName, Type type, String help) {
    this.metricName = metricName;
    this.type = type;
    this.help = help;
  }

  /// As Prometheus knows it.
  public String metricName() {
    return metricName;
  }

  Type type() {
    return type;
  }

  public String help() {
    return help;
  }
}
