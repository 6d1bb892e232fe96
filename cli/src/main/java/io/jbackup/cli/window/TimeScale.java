package io.jbackup.cli.window;

import java.time.Duration;
import java.time.Instant;

/// Places moments on columns.
record TimeScale(Instant from, Instant to, int columns) {
  /// The column of a moment; the ends for moments outside.
  int column(Instant time) {
    long whole = Duration.between(from, to).toMillis();
    if (whole <= 0) {
      return 0;
    }
    long part = Duration.between(from, time).toMillis();
    double column = (double) part / whole * columns;
    return Math.clamp((long) Math.floor(column), 0, columns - 1);
  }

  Duration span() {
    return Duration.between(from, to);
  }
}
