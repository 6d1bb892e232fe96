package io.jbackup.catalog.lock;

import java.time.Clock;
import java.time.Duration;

/// Who asks for locks and how long he waits for each. The clock gives the time that others see as
/// the lock's beginning.
public record LockRequest(String verb, Duration timeout, LockListener listener, Clock clock) {
  /// How long a command waits that was not told otherwise.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  public LockRequest {
    if (verb.isBlank() || timeout.isNegative()) {
      throw new IllegalArgumentException("not a request for locks: " + verb + ", " + timeout);
    }
  }

  /// For those who only ask who holds what, or do not wait.
  public static LockRequest withoutWaiting(String verb) {
    return new LockRequest(verb, Duration.ZERO, LockListener.NONE, Clock.systemUTC());
  }
}
