package io.jbackup.cli.progress;

import io.jbackup.cli.table.Amounts;
import io.jbackup.core.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// A line for each tenth of a task, at most every other second, and at least every half minute.
final class LineProgress implements Progress {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Consumer<String> lines;
  private final Clock clock;
  private String task = "";
  private long total;
  private long done;
  private long nextDone;
  private Instant started = Instant.EPOCH;
  private Instant told = Instant.EPOCH;

  LineProgress(Consumer<String> lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public synchronized void begin(String name, long totalBytes) {
    task = name;
    total = totalBytes;
    done = 0;
    started = clock.instant();
    told = started;
    nextDone = total > 0 ? Math.max(1, total / 10) : Long.MAX_VALUE;
  }

  @Override
  public synchronized void advance(long bytes) {
    done += bytes;
    Duration since = Duration.between(told, clock.instant());
    boolean tenth = done >= nextDone && (done >= total || since.compareTo(SHORTEST) >= 0);
    if (tenth || since.compareTo(LONGEST) >= 0) {
      tell();
    }
  }

  private void tell() {
    told = clock.instant();
    if (total > 0) {
      nextDone = done >= total ? Long.MAX_VALUE : (done * 10 / total + 1) * (total / 10);
    }
    long milliseconds = Math.max(1, Duration.between(started, told).toMillis());
    String share =
        total > 0
            ? Math.min(100, done * 100 / total)
                + "%, "
                + Amounts.size(done)
                + " of "
                + Amounts.size(total)
            : Amounts.size(done);
    String rate = Amounts.size(done * 1000 / milliseconds);
    lines.accept("Progress: " + task + ": " + share + ", " + rate + "/s");
  }

  @Override
  public synchronized void end() {
    nextDone = Long.MAX_VALUE;
  }
}
