package io.jbackup.scheduler.store;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.spi.JobFactory;
import org.quartz.spi.TriggerFiredBundle;

/// What Quartz runs: it only says that a schedule is due.
final class FireJob implements Job {
  private final FireListener listener;

  FireJob(FireListener listener) {
    this.listener = listener;
  }

  @Override
  public void execute(JobExecutionContext context) {
    JobKey key = context.getJobDetail().getKey();
    listener.due(key.getGroup(), key.getName());
  }

  /// Makes them for one scheduler.
  record Factory(FireListener listener) implements JobFactory {
    @Override
    public Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) throws SchedulerException {
      return new FireJob(listener);
    }
  }
}
