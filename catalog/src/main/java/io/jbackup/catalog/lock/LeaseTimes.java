package io.jbackup.catalog.lock;

import java.time.Duration;

/// The times of leases, the same for all who share a catalog.
///
/// @param duration after which others may take a lease that was not renewed
/// @param safe how long its owner trusts it: less, for clocks and requests that are slow
/// @param renewal how often it is renewed
public record LeaseTimes(Duration duration, Duration safe, Duration renewal) {
  public static final LeaseTimes STANDARD =
      new LeaseTimes(Duration.ofSeconds(45), Duration.ofSeconds(30), Duration.ofSeconds(8));
}
