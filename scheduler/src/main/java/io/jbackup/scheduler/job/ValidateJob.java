package io.jbackup.scheduler.job;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.validate.Outcome;
import io.jbackup.core.validate.ValidateInstance;
import io.jbackup.core.validate.ValidateRequest;
import io.jbackup.core.validate.ValidationSummary;
import io.jbackup.scheduler.config.Work;
import java.util.Optional;

/// Reads all that is stored of the instance.
final class ValidateJob implements Job {
  private final Assignment assignment;
  private final Work.Validate work;
  private final Interrupter interrupter = new Interrupter();

  ValidateJob(Assignment assignment, Work.Validate work) {
    this.assignment = assignment;
    this.work = work;
  }

  @Override
  public JobResult run() {
    return interrupter.guard("the validation", this::validate);
  }

  private JobResult validate() {
    ValidationSummary summary =
        new ValidateInstance(
                assignment.instance(),
                assignment.locks(),
                assignment.log(),
                assignment.progress(),
                assignment.site().clock())
            .run(new ValidateRequest(Optional.empty(), work.threads(), true));
    Optional<BackupException> obstacle = summary.obstacle();
    if (!summary.isDamaged() && obstacle.isPresent()) {
      throw obstacle.get();
    }
    return new JobResult(!summary.isDamaged(), text(summary));
  }

  private static String text(ValidationSummary summary) {
    long damaged = summary.count(Outcome.DAMAGED) + summary.count(Outcome.UNKNOWN);
    String backups = summary.outcomes().size() + " backups validated";
    return summary.isDamaged()
        ? backups
            + ", "
            + damaged
            + " of them damaged, and "
            + summary.archiveDamages()
            + " damages or holes in the archive"
        : backups + ", nothing is damaged";
  }

  @Override
  public void cancel() {
    interrupter.interrupt();
  }
}
