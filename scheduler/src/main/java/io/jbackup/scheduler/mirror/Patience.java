package io.jbackup.scheduler.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which single things could not be copied, and when each is to be tried again: after twice the
/// first pause, then four times and so on, an hour at most. Used by several threads.
final class Patience<K> {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 12;

  private final Duration first;
  private final Clock clock;
  private final Map<K, Trial> failed = new ConcurrentHashMap<>();

  private record Trial(int failures, Instant next) {}

  Patience(Duration first, Clock clock) {
    this.first = first;
    this.clock = clock;
  }

  static Duration pause(Duration first, int failures) {
    Duration pause = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  void failed(K one) {
    failed.compute(
        one,
        (_, before) -> {
          int failures = before == null ? 1 : before.failures() + 1;
          return new Trial(failures, clock.instant().plus(pause(first, failures)));
        });
  }

  void worked(K one) {
    failed.remove(one);
  }

  /// Whether it never failed, or may be tried again.
  boolean isDue(K one) {
    Trial trial = failed.get(one);
    return trial == null || !clock.instant().isBefore(trial.next());
  }

  /// Forgets all that is not among these: nobody wants it any more.
  void keepOnly(Collection<K> wanted) {
    failed.keySet().retainAll(wanted);
  }

  boolean isEmpty() {
    return failed.isEmpty();
  }
}
