package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.utils.DBConnectionManager;

/// A Quartz scheduler that says when schedules are due. A misfire is told once, however many times
/// were missed. Jobs are named by schedule, their groups by instance.
public final class ScheduleClock implements AutoCloseable {
  private final Scheduler scheduler;

  private ScheduleClock(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// In this process's memory.
  ///
  /// @param name unique among the schedulers of this process
  public static ScheduleClock inMemory(String name, FireListener listener) {
    Properties settings = common(name);
    settings.setProperty("org.quartz.scheduler.instanceId", name);
    settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    return create(settings, listener);
  }

  /// In a database: of all the nodes that share it one is told of each due time.
  ///
  /// @param name unique among the schedulers of all nodes
  static ScheduleClock shared(String name, StoreConnections connections, FireListener listener) {
    DBConnectionManager.getInstance().addConnectionProvider(name, connections);
    Properties settings = common(name);
    settings.setProperty("org.quartz.scheduler.instanceId", name);
    settings.setProperty("org.quartz.scheduler.dbFailureRetryInterval", "5000");
    settings.setProperty("org.quartz.jobStore.class", SharedJobStore.class.getName());
    settings.setProperty(
        "org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    settings.setProperty("org.quartz.jobStore.dataSource", name);
    settings.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
    settings.setProperty("org.quartz.jobStore.useProperties", "true");
    settings.setProperty("org.quartz.jobStore.isClustered", "true");
    settings.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
    settings.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    return create(settings, listener);
  }

  static Properties common(String name) {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", name);
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.setProperty("org.quartz.scheduler.threadName", "jbackup-quartz");
    settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "false");
    settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    settings.setProperty("org.quartz.threadPool.threadCount", "2");
    settings.setProperty("org.quartz.threadPool.threadNamePrefix", "jbackup-due");
    settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "false");
    settings.setProperty("org.quartz.jobStore.misfireThreshold", "5000");
    return settings;
  }

  static ScheduleClock create(Properties settings, FireListener listener) {
    try {
      Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
      scheduler.setJobFactory(new FireJob.Factory(listener));
      return new ScheduleClock(scheduler);
    } catch (SchedulerException e) {
      throw failure("set up", e);
    }
  }

  public void start() {
    try {
      scheduler.start();
    } catch (SchedulerException e) {
      throw failure("start", e);
    }
  }

  /// Makes these the schedules, and no others; those that are as they should be are left alone.
  /// Throws ConnectionException when a store that is kept elsewhere cannot be reached.
  public void plan(List<Planned> wanted) {
    try {
      Set<JobKey> keys = new HashSet<>();
      for (Planned planned : wanted) {
        keys.add(plan(planned));
      }
      for (JobKey job : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
        if (!keys.contains(job)) {
          scheduler.deleteJob(job);
        }
      }
    } catch (SchedulerException e) {
      throw failure("plan the schedules of", e);
    }
  }

  private JobKey plan(Planned planned) throws SchedulerException {
    JobKey key = JobKey.jobKey(planned.schedule().name(), planned.instance());
    TriggerKey triggerKey = TriggerKey.triggerKey(key.getName(), key.getGroup());
    TimeZone zone = TimeZone.getTimeZone(planned.schedule().zone());
    if (scheduler.getTrigger(triggerKey) instanceof CronTrigger known
        && known.getCronExpression().equals(planned.schedule().cron())
        && known.getTimeZone().equals(zone)) {
      return key;
    }
    JobDetail job = JobBuilder.newJob(FireJob.class).withIdentity(key).storeDurably().build();
    CronTrigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(triggerKey)
            .forJob(key)
            .withSchedule(
                CronScheduleBuilder.cronSchedule(planned.schedule().cron())
                    .inTimeZone(zone)
                    .withMisfireHandlingInstructionFireAndProceed())
            .build();
    Map<JobDetail, Set<? extends org.quartz.Trigger>> plan = new HashMap<>();
    plan.put(job, Set.of(trigger));
    scheduler.scheduleJobs(plan, true);
    return key;
  }

  private static BackupException failure(String what, SchedulerException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = "could not " + what + " the scheduler: " + cause.getMessage();
    return e instanceof JobPersistenceException
        ? new ConnectionException(
            message, "It is tried again. See that the job store's database can be reached.", e)
        : new UsageException(message, "Check the schedules and the job store's settings.", e);
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw failure("stop", e);
    }
  }
}
