package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.CancelledException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Holds threads back so that together they move no more than so many bytes per second. What was
/// not moved in the last second may be made up for.
final class Throttle {
  /// Waits; as [Thread#sleep(Duration)].
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private static final long SECOND = 1_000_000_000L;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private long paidUntil;

  /// @param bytesPerSecond 0 means no limit
  Throttle(long bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.paidUntil = nanoTime.getAsLong() - SECOND;
  }

  static Throttle of(long bytesPerSecond) {
    return new Throttle(bytesPerSecond, System::nanoTime, Thread::sleep);
  }

  /// Called before so many bytes are moved.
  void take(int bytes) {
    if (bytesPerSecond == 0) {
      return;
    }
    long wait = account(bytes);
    if (wait <= 0) {
      return;
    }
    try {
      sleeper.sleep(Duration.ofNanos(wait));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while the bandwidth limit was kept", "Run the command again.", e);
    }
  }

  private synchronized long account(int bytes) {
    long now = nanoTime.getAsLong();
    paidUntil = Math.max(paidUntil, now - SECOND);
    paidUntil += (long) ((double) bytes / bytesPerSecond * SECOND);
    return paidUntil - now;
  }
}
