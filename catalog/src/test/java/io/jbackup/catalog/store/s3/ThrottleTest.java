package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final long START = 1_000_000;

  private final AtomicLong clock = new AtomicLong(START);

  private Throttle throttle(long bytesPerSecond) {
    return new Throttle(bytesPerSecond, clock::get, time -> clock.addAndGet(time.toNanos()));
  }

  private Duration passed() {
    return Duration.ofNanos(clock.get() - START);
  }

  @Test
  void manyPiecesTakeTheTimeOfTheirSum() {
    Throttle throttle = throttle(1_000_000);
    for (int i = 0; i < 100; i++) {
      throttle.take(100_000);
    }
    assertThat(passed()).as("one second is free").isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void restIsMadeUpForOneSecondAtMost() {
    Throttle throttle = throttle(1_000_000);
    throttle.take(1_000_000);
    clock.addAndGet(Duration.ofSeconds(60).toNanos());
    throttle.take(3_000_000);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(62));
  }

  @Test
  void withoutALimitNobodyWaits() {
    throttle(0).take(Integer.MAX_VALUE);
    assertThat(passed()).isZero();
  }
}
