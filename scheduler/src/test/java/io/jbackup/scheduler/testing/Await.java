package io.jbackup.scheduler.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits with a deadline for what happens elsewhere.
public final class Await {
  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

  private Await() {}

  /// Throws AssertionError when the condition does not become true in time.
  ///
  /// @param what is waited for, in words
  /// @param details asked when it did not happen
  public static void until(
      Duration limit, String what, Supplier<String> details, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + limit + ": " + what + "\n" + details.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /// The same without details.
  public static void until(Duration limit, String what, BooleanSupplier condition) {
    until(limit, what, () -> "", condition);
  }
}
