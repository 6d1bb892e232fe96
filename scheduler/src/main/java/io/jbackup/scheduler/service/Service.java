package io.jbackup.scheduler.service;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.round.RoundBoard;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import io.jbackup.scheduler.status.StatusSource;
import io.jbackup.scheduler.store.JobStore;
import io.jbackup.scheduler.store.Planned;
import io.jbackup.scheduler.store.ScheduleClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The service of one node: from [#start()] to [#stop()] it opens rounds when they are due, does
/// those whose turn it is here, and keeps a snapshot of how things stand. Safe for use by several
/// threads.
public final class Service implements StatusSource, AutoCloseable {
  private static final long PLAN_AGAIN = 5;

  private final ServiceSetup setup;
  private final Instant since;
  private final RoundBoard board;
  private final ScheduleClock clock;
  private final ScheduledThreadPoolExecutor housekeeping =
      new ScheduledThreadPoolExecutor(1, Threads.named("jbackup-service"));
  private final Map<String, InstanceService> instances = new LinkedHashMap<>();
  private final List<InstanceService> retired = new ArrayList<>();
  private ServiceConfig config;
  private List<String> problems = List.of();
  private @Nullable String planProblem;
  private boolean planned;
  private boolean stopped;

  /// Throws UsageException when a schedule or the job store's settings make no sense, and
  /// CatalogException when the job store's tables are missing.
  public Service(ServiceConfig config, ServiceSetup setup) {
    this.config = config;
    this.setup = setup;
    this.since = setup.site().clock().instant();
    JobStore store = JobStore.of(config.jobStore(), setup.site(), setup.listener());
    this.board = store.board();
    this.clock = store.clock(this::due);
    housekeeping.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Begins to work, in threads of its own.
  public synchronized void start() {
    for (InstanceConfiguration instance : config.instances()) {
      add(instance);
    }
    clock.start();
    plan();
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::keepHouse, PLAN_AGAIN, PLAN_AGAIN, TimeUnit.SECONDS);
  }

  private void add(InstanceConfiguration configuration) {
    InstanceService instance = new InstanceService(setup, board, configuration, this::changed);
    instances.put(configuration.name(), instance);
    instance.start();
  }

  private void due(String instance, String schedule) {
    InstanceService found;
    synchronized (this) {
      found = instances.get(instance);
    }
    if (found != null) {
      found.due(schedule);
    }
  }

  /// A store that cannot be reached is tried again.
  private void plan() {
    List<Planned> wanted = new ArrayList<>();
    for (InstanceConfiguration instance : config.instances()) {
      instance.schedules().forEach(one -> wanted.add(new Planned(instance.name(), one)));
    }
    try {
      clock.plan(wanted);
      planned = true;
      planProblem = null;
    } catch (BackupException e) {
      planned = false;
      String message = String.valueOf(e.getMessage());
      if (!message.equals(planProblem)) {
        planProblem = message;
        setup.listener().error(message, e.hint());
      }
    }
  }

  private synchronized void keepHouse() {
    retired.removeIf(InstanceService::isIdle);
    if (!planned && !stopped) {
      plan();
    }
  }

  /// Works by another configuration from now on; what runs goes on as it began. Returns what
  /// changed, a line for each; empty when nothing did. Catalog, node and job store stay as they are
  /// until the next start; HTTP and notifications are not this one's business.
  public synchronized List<String> reload(ServiceConfig changed) {
    List<String> changes = ConfigChanges.between(config, changed);
    Map<String, InstanceConfiguration> wanted = new LinkedHashMap<>();
    changed.instances().forEach(instance -> wanted.put(instance.name(), instance));
    instances
        .values()
        .removeIf(instance -> {
          if (wanted.containsKey(instance.configuration().name())) {
            return false;
          }
          instance.retire();
          return retired.add(instance);
        });
    config = changed;
    for (InstanceConfiguration instance : changed.instances()) {
      InstanceService known = instances.get(instance.name());
      if (known == null) {
        add(instance);
      } else if (!known.configuration().equals(instance)) {
        known.configure(instance);
      }
    }
    problems = List.of();
    plan();
    return changes;
  }

  /// Keeps a problem of the service itself in the snapshot until the next [#reload(ServiceConfig)],
  /// for example why a changed configuration file was refused.
  public synchronized void report(List<String> found) {
    problems = List.copyOf(found);
  }

  public synchronized ServiceConfig config() {
    return config;
  }

  @Override
  public ServiceStatus current() {
    List<InstanceService> services;
    List<String> found;
    synchronized (this) {
      services = List.copyOf(instances.values());
      found = new ArrayList<>(problems);
      if (planProblem != null) {
        found.add(planProblem);
      }
    }
    List<InstanceStatus> statuses = services.stream().map(InstanceService::status).toList();
    return new ServiceStatus(
        setup.site().node(),
        setup.site().version(),
        setup.site().catalog(),
        since,
        setup.site().clock().instant(),
        statuses,
        S3Traffic.uses(),
        found);
  }

  private void changed() {
    setup.listener().changed(current());
  }

  /// Ends: begins nothing any more, cancels what runs (a backup is marked ERROR, its locks are let
  /// go), and waits for it, for a bounded time. False when something did not end. Stopping again
  /// does nothing.
  public boolean stop() {
    List<InstanceService> all = new ArrayList<>();
    synchronized (this) {
      if (stopped) {
        return true;
      }
      stopped = true;
      all.addAll(instances.values());
      all.addAll(retired);
    }
    housekeeping.shutdown();
    all.forEach(InstanceService::retire);
    boolean ended = true;
    for (InstanceService instance : all) {
      ended &= instance.stop();
    }
    try {
      clock.close();
    } finally {
      board.close();
    }
    return ended;
  }

  @Override
  public void close() {
    stop();
  }
}
