package io.jbackup.cli.command;

import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.retention.PurgeListener;
import io.jbackup.catalog.retention.RetentionPlan;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.table.PlanText;

/// Tells in the log what a purge plans and does.
record PurgeLog(
    Log log, RetentionRequest request, SegmentSize size, boolean dryRun, boolean progress)
    implements PurgeListener {
  @Override
  public void planned(RetentionPlan plan) {
    PlanText text = new PlanText(request, size, dryRun);
    text.warnings(plan).forEach(log::warning);
    text.lines(plan).forEach(log::info);
  }

  @Override
  public void deleting(BackupFacts backup) {
    String started = ControlTime.format(backup.startTime(), request.zone());
    log.info("Delete: " + backup.id() + " " + started);
  }

  @Override
  public void removed(int done, int total) {
    if (progress) {
      log.info("Progress: (" + done + "/" + total + ")");
    }
  }

  @Override
  public void info(String message) {
    log.info(message);
  }

  @Override
  public void warning(String message) {
    log.warning(message);
  }

  @Override
  public void log(String message) {
    log.log(message);
  }
}
