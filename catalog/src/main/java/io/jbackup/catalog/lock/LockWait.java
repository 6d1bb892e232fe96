package io.jbackup.catalog.lock;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.LockedException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Waits for a lock by trying again and again.
final class LockWait {
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  private final String instance;
  private final Locks locks;
  private final LockRequest request;
  private final Duration firstPause;
  private final Duration longestPause;
  private final String hint;

  /// @param hint what to do when the time is over
  LockWait(
      String instance,
      Locks locks,
      LockRequest request,
      Duration firstPause,
      Duration longestPause,
      String hint) {
    this.instance = instance;
    this.locks = locks;
    this.request = request;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.hint = hint;
  }

  /// As [Locks#acquire(LockTarget, LockMode)].
  HeldLock acquire(LockTarget target, LockMode mode) {
    long start = System.nanoTime();
    long nextTold = 0;
    long pause = firstPause.toMillis();
    while (true) {
      Optional<HeldLock> lock = locks.tryAcquire(target, mode);
      if (lock.isPresent()) {
        return lock.get();
      }
      long waited = System.nanoTime() - start;
      long left = request.timeout().toNanos() - waited;
      if (left <= 0) {
        throw locked(target, mode);
      }
      if (waited >= nextTold) {
        Duration time = Duration.ofNanos(waited).truncatedTo(ChronoUnit.SECONDS);
        request.listener().waiting(what(target, mode), locks.owners(target), time);
        nextTold += TELL_EVERY.toNanos();
      }
      pause(Math.min(pause, left / 1_000_000 + 1), target, mode);
      pause = Math.min(longestPause.toMillis(), pause * 2);
    }
  }

  private void pause(long millis, LockTarget target, LockMode mode) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while waiting for the " + what(target, mode),
          "Nothing was changed: run the command again.",
          e);
    }
  }

  private LockedException locked(LockTarget target, LockMode mode) {
    ZoneId zone = request.clock().getZone();
    String holders = LockOwner.describe(locks.owners(target), zone);
    return new LockedException(
        "could not get the " + what(target, mode) + " within " + timeout() + ": held by " + holders,
        hint);
  }

  private String what(LockTarget target, LockMode mode) {
    return mode.label() + " lock on " + target.describe(instance);
  }

  private String timeout() {
    long millis = request.timeout().toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
