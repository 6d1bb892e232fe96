package io.jbackup.scheduler.job;

import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.core.drill.DrillQuery;
import io.jbackup.core.drill.DrillRequest;
import io.jbackup.core.drill.DrillRequestBuilder;
import io.jbackup.core.drill.RunDrill;
import io.jbackup.scheduler.config.Work;
import java.nio.file.Path;

/// A restore of the newest backup to a scratch directory, with the server started there.
final class DrillJob implements Job {
  private final Assignment assignment;
  private final Work.Drill work;
  private final RunDrill drill;

  DrillJob(Assignment assignment, Work.Drill work) {
    this.assignment = assignment;
    this.work = work;
    this.drill =
        new RunDrill(
            assignment.instance(),
            assignment.locks(),
            assignment.log(),
            assignment.progress(),
            assignment.site().clock(),
            assignment.site().environment());
  }

  /// A drill that did not pass is done: it would not pass the next time either.
  @Override
  public JobResult run() {
    try {
      DrillRecord record = drill.run(request());
      return new JobResult(
          record.passed(), "drill of backup " + record.backup() + ": " + record.detail());
    } catch (ServerException | CorruptException | TargetException | WalException e) {
      return failed(e);
    }
  }

  private static JobResult failed(BackupException e) {
    return new JobResult(false, "the drill did not pass: " + e.getMessage());
  }

  private DrillRequest request() {
    DrillRequestBuilder builder =
        DrillRequest.builder(assignment.site().program())
            .threads(work.threads())
            .amcheck(work.amcheck());
    work.directory().ifPresent(directory -> builder.directory(scratch(directory)));
    work.binaries().ifPresent(builder::pgbin);
    work.query()
        .ifPresent(query -> builder.query(new DrillQuery(database(), query, work.expect())));
    return builder.build();
  }

  /// The query is asked of the database that the service connects to.
  private String database() {
    return assignment.site().target(assignment.configuration().connection()).database();
  }

  /// A new directory for each drill.
  private Path scratch(Path directory) {
    return directory.resolve(
        "jbackup-drill-"
            + assignment.instance().name()
            + "-"
            + assignment.site().clock().instant().toEpochMilli());
  }

  @Override
  public void cancel() {
    drill.cancel();
  }
}
