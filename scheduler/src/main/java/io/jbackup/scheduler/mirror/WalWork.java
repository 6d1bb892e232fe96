package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.core.copy.CopyResult;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Looks for what is new, and copies the WAL of it. For one thread; what the mirror lacks is asked
/// by any.
final class WalWork implements AutoCloseable {
  private static final LockTarget LOCK = LockTarget.scheduled("mirror-wal");

  private final MirrorSettings settings;
  private final Known known;
  private final MirrorLog log;
  private final Clock clock;
  private final BooleanSupplier cancelled;
  private final Ends ends;
  private volatile @Nullable Gap gap;

  WalWork(
      Site site,
      String instance,
      MirrorSettings settings,
      Known known,
      MirrorLog log,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.known = known;
    this.log = log;
    this.clock = site.clock();
    this.cancelled = cancelled;
    this.ends = new Ends(site, instance, settings);
  }

  /// What the mirror lacked at the last look and has not got since; empty before the first one.
  Optional<Gap> gap() {
    return Optional.ofNullable(gap).map(found -> found.without(known));
  }

  /// One look. What is missing is known also when the mirror cannot be reached. Returns what is to
  /// be copied beside WAL.
  Gap look() {
    if (known.isSomething()) {
      gap = Gap.between(ends.from(), known);
    }
    if (!known.isFresh(clock.instant())) {
      known.list(ends.from(), ends.to(), settings, clock);
      gap = Gap.between(ends.from(), known);
    }
    Gap found = gap().orElseThrow();
    if (!found.wal().isEmpty()) {
      copy(found);
    }
    return gap().orElseThrow();
  }

  private void copy(Gap found) {
    Locks locks = ends.toLocks();
    Optional<HeldLock> lock = locks.tryAcquire(LOCK, LockMode.EXCLUSIVE);
    if (lock.isEmpty()) {
      known.listWal(ends.to());
      return;
    }
    try (HeldLock _ = lock.get()) {
      CopyInstance copy = ends.copy(locks, log, new CopyProgress(Progress.NONE, cancelled));
      WalResults results = new WalResults(known);
      CopyResult result =
          copy.copyWal(found.wal(), settings.threads(), known::hasOtherForm, results);
      log.log("WAL files copied to the mirror: " + result.walFiles());
      results.requireNoFailure();
    }
  }

  /// Both ends are opened again for the next look.
  @Override
  public void close() {
    ends.close();
  }
}
