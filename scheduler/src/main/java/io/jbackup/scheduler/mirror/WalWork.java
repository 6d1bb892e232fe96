package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.Progress;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.status.MirrorStatus.MissingWal;
import java.time.Clock;
import java.util.List;
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
  private final Failures failures;
  private final Patience<String> patience;
  private volatile @Nullable Gap gap;
  private @Nullable Hole seenHole;
  private volatile @Nullable MissingWal lastingHole;

  WalWork(
      Site site,
      String instance,
      MirrorSettings settings,
      Known known,
      MirrorLog log,
      Failures failures,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.known = known;
    this.log = log;
    this.clock = site.clock();
    this.failures = failures;
    this.patience = new Patience<>(settings.walEvery(), site.clock());
    this.cancelled = cancelled;
    this.ends = new Ends(site, instance, settings);
  }

  /// What the mirror lacked at the last look and has not got since; empty before the first one.
  Optional<Gap> gap() {
    return Optional.ofNullable(gap).map(found -> found.without(known));
  }

  /// Segments that the mirror will never get and needs; seen more than once, since a server may
  /// archive one a moment before the one that precedes it.
  Optional<MissingWal> hole() {
    return Optional.ofNullable(lastingHole);
  }

  /// One look. What is missing is known also when the mirror cannot be reached. A file that cannot
  /// be copied is told, and tried again later. Returns what is to be copied beside WAL.
  Gap look() {
    if (known.isSomething()) {
      gap = Gap.between(ends.from(), known);
    }
    if (!known.isFresh(clock.instant())) {
      known.list(ends.from(), ends.to(), settings, clock);
      gap = Gap.between(ends.from(), known);
    }
    Gap found = gap().orElseThrow();
    lookForHole(found);
    patience.keepOnly(found.wal().stream().map(ArchivedFile::storedName).toList());
    List<ArchivedFile> due =
        found.wal().stream().filter(file -> patience.isDue(file.storedName())).toList();
    Optional<BackupException> failure = due.isEmpty() ? Optional.empty() : copy(due);
    if (failure.isPresent()) {
      failures.add(failure.get());
    } else if (patience.isEmpty()) {
      failures.end();
    }
    return gap().orElseThrow();
  }

  private void lookForHole(Gap found) {
    SegmentSize size = ends.from().config().segmentSize();
    Hole before = seenHole;
    Hole now = known.hole(found.wal(), size).orElse(null);
    seenHole = now;
    MissingWal lasting =
        now != null && now.equals(before) ? new MissingWal(now.words(size), now.count()) : null;
    if (lasting != null && !lasting.equals(lastingHole)) {
      log.warning(
          "The mirror lacks WAL after its newest backup, and the catalog has it no more: "
              + lasting.names());
    }
    lastingHole = lasting;
  }

  /// Returns the first failure of a file.
  private Optional<BackupException> copy(List<ArchivedFile> files) {
    ends.requireMirror();
    Locks locks = ends.toLocks();
    Optional<HeldLock> lock = locks.tryAcquire(LOCK, LockMode.EXCLUSIVE);
    if (lock.isEmpty()) {
      known.listWal(ends.to());
      return Optional.empty();
    }
    try (HeldLock _ = lock.get()) {
      ends.requireMirror();
      CopyInstance copy = ends.copy(locks, log, new CopyProgress(Progress.NONE, cancelled));
      WalResults results = new WalResults(known, patience);
      int copied = copy.copyWal(files, settings.threads(), known::hasOtherForm, results).walFiles();
      log.log("WAL files copied to the mirror: " + copied);
      return results.failure();
    }
  }

  /// Both ends are opened again for the next look.
  @Override
  public void close() {
    ends.close();
  }
}
