package io.jbackup.scheduler.service;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.job.ClusterWatch;
import io.jbackup.scheduler.job.Leftovers;
import io.jbackup.scheduler.round.RoundBoard;
import io.jbackup.scheduler.status.InstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One instance's part of the service: a thread that looks at its rounds, and one that takes its
/// snapshots.
final class InstanceService {
  /// Taking snapshots may use a tenth of one thread.
  private static final int SHARE = 10;

  private final ServiceSetup setup;
  private final InstanceLog log;
  private final RoundKeeper rounds;
  private final MirrorKeeper mirror;
  private final StatusKeeper statuses;
  private final Runnable changed;
  private final ScheduledThreadPoolExecutor looks;
  private final ScheduledThreadPoolExecutor snapshots;
  private volatile InstanceConfiguration configuration;
  private volatile ClusterWatch watch;
  private volatile InstanceStatus status;
  private @Nullable Instant missedLooked;
  private @Nullable String trouble;

  /// @param changed called when there is a new snapshot
  InstanceService(
      ServiceSetup setup, RoundBoard board, InstanceConfiguration configuration, Runnable changed) {
    this.setup = setup;
    this.configuration = configuration;
    this.changed = changed;
    this.log = new InstanceLog(setup.listener(), configuration.name());
    this.watch = watch(configuration);
    this.rounds = new RoundKeeper(setup, board, configuration, watch, this::ended);
    this.mirror = new MirrorKeeper(setup.site(), log);
    this.statuses = new StatusKeeper(setup, rounds, mirror);
    this.status = StatusKeeper.empty(configuration, setup.site().clock().instant());
    this.looks = executor("jbackup-" + configuration.name());
    this.snapshots = executor("jbackup-" + configuration.name() + "-status");
  }

  private static ScheduledThreadPoolExecutor executor(String name) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, Threads.named(name));
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  private ClusterWatch watch(InstanceConfiguration wanted) {
    return new ClusterWatch(
        setup.readers().apply(wanted), setup.site().clock(), setup.timing().memory());
  }

  void start() {
    looks.execute(
        () -> Leftovers.settle(setup.site().with(configuration.keys()), configuration.name(), log));
    looks.execute(this::lookAndGoOn);
    snapshots.execute(this::refreshAndGoOn);
    mirror.configure(configuration);
  }

  InstanceConfiguration configuration() {
    return configuration;
  }

  /// With the work that runs just now.
  InstanceStatus status() {
    return status.with(mirror.with(rounds.running()), mirror.status());
  }

  void configure(InstanceConfiguration wanted) {
    if (!wanted.cluster().equals(configuration.cluster())
        || !wanted.connection().equals(configuration.connection())) {
      watch = watch(wanted);
    }
    configuration = wanted;
    rounds.configure(wanted, watch);
    mirror.configure(wanted);
    submit(looks, this::look);
    refreshSoon();
  }

  /// A schedule's time has come.
  void due(String schedule) {
    submit(
        looks,
        () -> {
          guard(() -> rounds.due(schedule));
          look();
        });
  }

  private void lookAndGoOn() {
    look();
    later(looks, this::lookAndGoOn, setup.timing().poll());
  }

  private void look() {
    guard(() -> {
      Instant now = setup.site().clock().instant();
      if (missedLooked == null || missedLooked.plus(setup.timing().missed()).isBefore(now)) {
        rounds.openMissed();
        missedLooked = now;
      }
      rounds.tick();
      trouble = null;
    });
  }

  /// What cannot be done now is tried again with the next look, and told once.
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (BackupException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(trouble)) {
        trouble = message;
        log.error(message, e.hint());
      }
    } catch (RuntimeException e) {
      log.error(
          "looking after the rounds failed: " + e, "This is a mistake in jbackup: report it.");
    }
  }

  /// Work of this node ended.
  private void ended() {
    mirror.lookSoon();
    refreshSoon();
  }

  private void refreshSoon() {
    submit(snapshots, this::refresh);
  }

  private void refreshAndGoOn() {
    long begin = System.nanoTime();
    refresh();
    Duration took = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SHARE);
    Duration pause = setup.timing().refresh();
    later(snapshots, this::refreshAndGoOn, took.compareTo(pause) > 0 ? took : pause);
  }

  private void refresh() {
    try {
      status = statuses.take(configuration, watch);
      changed.run();
    } catch (RuntimeException e) {
      log.error("taking a snapshot failed: " + e, "This is a mistake in jbackup: report it.");
    }
  }

  private static void later(ScheduledThreadPoolExecutor executor, Runnable task, Duration delay) {
    if (executor.isShutdown()) {
      return;
    }
    try {
      var _ = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // Shut down just now.
      return;
    }
  }

  private static void submit(ScheduledThreadPoolExecutor executor, Runnable task) {
    later(executor, task, Duration.ZERO);
  }

  /// Begins nothing new; what runs goes on.
  void retire() {
    rounds.close();
    mirror.close();
    looks.shutdown();
    snapshots.shutdown();
  }

  boolean isIdle() {
    return rounds.isIdle() && mirror.isIdle();
  }

  /// Ends what runs. False when it did not end in time.
  boolean stop() {
    retire();
    boolean ended = rounds.stop(setup.timing().stop());
    return mirror.stop(setup.timing().stop()) && ended;
  }
}
