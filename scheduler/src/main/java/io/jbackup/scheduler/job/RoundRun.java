package io.jbackup.scheduler.job;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.core.JobLog;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.job.ClusterWatch.View;
import io.jbackup.scheduler.round.Failure;
import io.jbackup.scheduler.round.Round;
import io.jbackup.scheduler.round.Standing;
import io.jbackup.scheduler.round.Trace;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One node's work at one round: under the schedule's lock in the catalog it looks once more
/// whether the round is done and whether this node may do it, works, looks at the cluster again,
/// and writes down what came of it. To be run once.
public final class RoundRun {
  private final Site site;
  private final InstanceConfiguration configuration;
  private final Schedule schedule;
  private final Round round;
  private final ClusterWatch watch;
  private final Function<View, Standing> standing;
  private final JobLog log;
  private final RunningProgress progress;
  private final Traces traces;
  private @Nullable Job job;
  private boolean cancelled;

  /// @param standing of this node, by a new look at the cluster
  public RoundRun(
      Site site,
      InstanceConfiguration configuration,
      Schedule schedule,
      Round round,
      ClusterWatch watch,
      Function<View, Standing> standing,
      JobLog log) {
    this.site = site.with(configuration.keys());
    this.configuration = configuration;
    this.schedule = schedule;
    this.round = round;
    this.watch = watch;
    this.standing = standing;
    this.log = log;
    this.progress = new RunningProgress(schedule.name(), site.clock());
    this.traces = new Traces(this.site);
  }

  public Round round() {
    return round;
  }

  public Running progress() {
    return progress.now();
  }

  /// Ends the work soon, from another thread. What a backup had copied is marked as no backup.
  public synchronized void cancel() {
    cancelled = true;
    if (job != null) {
      job.cancel();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized Job begin(Job begun) {
    job = begun;
    if (cancelled) {
      begun.cancel();
    }
    return begun;
  }

  /// Does it, or says why not. Throws only what is a mistake in the program.
  public RunEnd run() {
    try (Catalog catalog = site.open()) {
      Instance instance = catalog.instance(round.instance());
      Locks locks =
          instance.locks(
              new LockRequest(
                  "service", LockRequest.DEFAULT_TIMEOUT, new LockNotes(log), site.clock()));
      LockTarget target = LockTarget.scheduled(round.schedule());
      Optional<HeldLock> lock = locks.tryAcquire(target, LockMode.EXCLUSIVE);
      if (lock.isEmpty()) {
        return new RunEnd.NotNow(
            "in work: " + LockOwner.describe(locks.owners(target), site.clock().getZone()));
      }
      try (HeldLock _ = lock.get()) {
        return underLock(instance, locks);
      }
    } catch (BackupException e) {
      return failed(e, Optional.empty());
    }
  }

  private RunEnd underLock(Instance instance, Locks locks) {
    Optional<Trace> done = traces.done(instance, round, schedule.work());
    if (done.isPresent() && done.get() instanceof Trace.Done(String text)) {
      return new RunEnd.Already(text);
    }
    View before = watch.look();
    if (!(standing.apply(before) instanceof Standing.Fit)) {
      return new RunEnd.NotNow(standing.apply(before).reason());
    }
    if (isCancelled()) {
      return new RunEnd.Stopped();
    }
    return work(instance, locks, before.now());
  }

  private RunEnd work(Instance instance, Locks locks, Sight before) {
    Instant started = site.clock().instant();
    Assignment assignment =
        new Assignment(
            site,
            configuration,
            schedule,
            instance,
            locks,
            log,
            progress,
            () -> Changes.ofIdentity(before, watch.look().now()));
    try {
      JobResult result = begin(Job.of(assignment)).run();
      Optional<String> change = Changes.ofAll(before, watch.look().now());
      change.ifPresent(text -> log.info("While it worked, the node changed: " + text));
      RunRecord record =
          record(
              started,
              result.good() ? RunRecord.Result.OK : RunRecord.Result.BAD,
              result.text() + change.map(text -> "; meanwhile " + text).orElse(""));
      keep(instance, record);
      return new RunEnd.Finished(record);
    } catch (BackupException e) {
      RunEnd end = failed(e, Changes.ofAll(before, watch.look().now()));
      if (end instanceof RunEnd.Failed(Failure failure, _)) {
        keep(instance, record(started, RunRecord.Result.FAILED, failure.why()));
      }
      return end;
    }
  }

  private RunRecord record(Instant started, RunRecord.Result result, String text) {
    return new RunRecord(
        round.schedule(), round.due(), started, site.clock().instant(), site.node(), result, text);
  }

  /// The work counts, whether or not it can be written down.
  private void keep(Instance instance, RunRecord record) {
    try {
      instance.save(record);
    } catch (BackupException e) {
      log.warning("What came of " + round + " could not be kept: " + e.getMessage());
    }
  }

  private RunEnd failed(BackupException cause, Optional<String> change) {
    if (cause instanceof CancelledException && isCancelled()) {
      return new RunEnd.Stopped();
    }
    String why =
        change
            .map(text -> "it was cut when the node changed: " + text + ": ")
            .orElse("")
            .concat(String.valueOf(cause.getMessage()));
    boolean retriable = change.isPresent() || Retries.mayHelp(cause);
    return new RunEnd.Failed(new Failure(site.clock().instant(), why, retriable), cause.hint());
  }

  private record LockNotes(JobLog log) implements LockListener {
    @Override
    public void waiting(String what, java.util.List<LockOwner> owners, java.time.Duration waited) {
      log.info("Waiting for the " + what + " since " + waited.toSeconds() + "s");
    }

    @Override
    public void detail(String message) {
      log.log(message);
    }
  }
}
