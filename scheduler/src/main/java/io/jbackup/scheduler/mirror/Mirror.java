package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.status.MirrorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Keeps a second catalog of one instance: looks every now and then for what is new, and copies it.
/// One thread copies WAL, so that it does not wait for a large backup, which another one copies;
/// both under locks in the mirror, so that one node does each. Failures are told and shown, and
/// disturb nobody else. Nothing is kept on this host: after a restart the next look goes on.
public final class Mirror {
  private static final Duration BY_ITSELF = Duration.ofSeconds(3);

  private final MirrorSettings settings;
  private final Clock clock;
  private final Known known = new Known();
  private final WalWork wal;
  private final BackupWork backups;
  private final Failures walFailures;
  private final Failures backupFailures;
  private final ScheduledThreadPoolExecutor looks;
  private final ScheduledThreadPoolExecutor copies;
  private final AtomicBoolean copying = new AtomicBoolean();
  private volatile boolean cancelled;
  private volatile Instant notBefore = Instant.MIN;
  private volatile @Nullable Instant lastComplete;
  private volatile @Nullable Instant lastSuccess;

  public Mirror(Site site, String instance, MirrorSettings settings, MirrorLog log) {
    this.settings = settings;
    this.clock = site.clock();
    String place = " to the mirror \"" + settings.catalog() + "\"";
    this.walFailures = new Failures("copying WAL" + place, log);
    this.backupFailures = new Failures("copying backups" + place, log);
    this.wal = new WalWork(site, instance, settings, known, log, walFailures, () -> cancelled);
    this.backups =
        new BackupWork(site, instance, settings, known, log, backupFailures, () -> cancelled);
    this.looks = executor("jbackup-" + instance + "-mirror");
    this.copies = executor("jbackup-" + instance + "-mirror-backups");
  }

  private static ScheduledThreadPoolExecutor executor(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).factory());
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    return executor;
  }

  public MirrorSettings settings() {
    return settings;
  }

  /// Begins, in threads of its own.
  public void start() {
    long pause = settings.walEvery().toMillis();
    var _ = looks.scheduleWithFixedDelay(this::look, 0, pause, TimeUnit.MILLISECONDS);
  }

  /// Something may be new.
  public void lookSoon() {
    submit(looks, this::look);
  }

  private static void submit(ScheduledThreadPoolExecutor executor, Runnable task) {
    if (executor.isShutdown()) {
      return;
    }
    try {
      executor.execute(task);
    } catch (RejectedExecutionException _) {
      // Shut down just now.
      return;
    }
  }

  private void look() {
    var _ =
        guard(
            walFailures,
            wal::close,
            () -> {
              Gap gap = wal.look();
              if (gap.isEmpty()) {
                lastComplete = clock.instant();
              }
              if (!clock.instant().isBefore(notBefore) && copying.compareAndSet(false, true)) {
                submit(copies, () -> copy(gap.backups()));
              }
            });
    if (walFailures.inARow() == 0 && backupFailures.inARow() == 0) {
      lastSuccess = clock.instant();
    }
  }

  private void copy(List<StoredBackup> missing) {
    try {
      if (!backups.isDue(missing)) {
        return;
      }
      if (guard(backupFailures, backups::close, () -> backups.copy(missing))) {
        notBefore = Instant.MIN;
        lookSoon();
      } else {
        Duration pause = Patience.pause(settings.walEvery(), backupFailures.inARow());
        notBefore = clock.instant().plus(pause);
      }
    } finally {
      copying.set(false);
    }
  }

  /// Whether the step came to its end. Else everything is opened and listed anew. What breaks off
  /// because it was cancelled is no failure.
  private boolean guard(Failures failures, Runnable close, Runnable step) {
    if (cancelled) {
      return false;
    }
    try {
      step.run();
      return true;
    } catch (BackupException e) {
      if (!cancelled) {
        failures.add(e);
      }
    } catch (RuntimeException e) {
      if (!cancelled) {
        failures.add(e.toString(), "This is a mistake in jbackup: report it.");
      }
    }
    known.distrust();
    close.run();
    return false;
  }

  /// How things stand now.
  public MirrorStatus status() {
    Optional<Gap> gap = wal.gap();
    return new MirrorStatus(
        settings.catalog(),
        Optional.ofNullable(lastComplete),
        Optional.ofNullable(lastSuccess),
        gap.map(now -> OptionalInt.of(now.backups().size())).orElse(OptionalInt.empty()),
        gap.map(now -> OptionalInt.of(now.wal().size())).orElse(OptionalInt.empty()),
        gap.flatMap(Gap::since),
        wal.hole(),
        walFailures.lasting().or(backupFailures::lasting));
  }

  /// The backup that is copied now.
  public Optional<Running> running() {
    return backups.running();
  }

  /// Ends soon, with the next bytes that are copied.
  public void cancel() {
    cancelled = true;
    submit(looks, wal::close);
    submit(copies, backups::close);
    looks.shutdown();
    copies.shutdown();
  }

  public boolean isIdle() {
    return looks.isTerminated() && copies.isTerminated();
  }

  /// Ends and waits for it; what waits for the mirror's storage is interrupted. False when it did
  /// not end in time.
  public boolean stop(Duration patience) {
    cancel();
    try {
      if (await(BY_ITSELF)) {
        return true;
      }
      looks.shutdownNow();
      copies.shutdownNow();
      return await(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    return looks.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)
        && copies.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
