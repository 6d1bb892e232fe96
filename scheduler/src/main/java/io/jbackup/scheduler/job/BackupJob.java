package io.jbackup.scheduler.job;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.BackupResult;
import io.jbackup.core.backup.SlotChoice;
import io.jbackup.core.backup.TakeBackup;
import io.jbackup.scheduler.config.Work;
import java.time.Duration;
import java.util.Optional;

/// A verified STREAM backup over a temporary slot, and retention after it.
final class BackupJob implements Job {
  private final Assignment assignment;
  private final Work.Backup work;
  private final TakeBackup backup;
  private final RetentionStep retention;

  BackupJob(Assignment assignment, Work.Backup work) {
    this.assignment = assignment;
    this.work = work;
    this.backup =
        new TakeBackup(
            assignment.instance(),
            assignment.locks(),
            assignment.site().target(assignment.configuration().connection()),
            assignment.log(),
            assignment.progress(),
            assignment.site().clock());
    this.retention = new RetentionStep(assignment);
  }

  @Override
  public JobResult run() {
    Leftovers.settleBefore(assignment);
    BackupResult result = backup.run(request());
    String text = "backup " + result.backup().id();
    assignment.log().info("Backup " + result.backup().id() + " completed");
    return new JobResult(true, text + retention.after(result.backup()));
  }

  private BackupRequest request() {
    InstanceConfig settings = assignment.instance().config();
    return new BackupRequest(
        work.mode(),
        WalMode.STREAM,
        new SlotChoice.Temporary(""),
        work.compression().orElseGet(settings::compression),
        work.threads(),
        true,
        Optional.empty(),
        Optional.empty(),
        true,
        work.maxRateKbps(),
        Duration.ofSeconds(settings.number(ConfigKey.ARCHIVE_TIMEOUT)),
        Optional.empty(),
        assignment.configuration().pgdata(),
        assignment.site().version());
  }

  @Override
  public void cancel() {
    backup.cancel();
    retention.cancel();
  }
}
