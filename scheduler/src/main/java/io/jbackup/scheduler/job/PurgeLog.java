package io.jbackup.scheduler.job;

import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.retention.PurgeListener;
import io.jbackup.catalog.retention.RetentionPlan;
import io.jbackup.core.JobLog;

/// Tells in the log what retention does.
public record PurgeLog(JobLog target) implements PurgeListener {
  @Override
  public void planned(RetentionPlan plan) {
    target.log("Retention keeps " + plan.kept().size() + ", deletes " + plan.deleted().size());
  }

  @Override
  public void deleting(BackupFacts backup) {
    target.info("Delete: " + backup.id() + " of " + backup.startTime());
  }

  @Override
  public void removed(int done, int total) {
    target.verbose("Deleted " + done + " of " + total);
  }

  @Override
  public void info(String message) {
    target.info(message);
  }

  @Override
  public void warning(String message) {
    target.warning(message);
  }

  @Override
  public void log(String message) {
    target.log(message);
  }
}
