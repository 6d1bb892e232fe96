package io.jbackup.scheduler.job;

import io.jbackup.core.Progress;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Keeps how far a job is, for whoever asks.
public final class RunningProgress implements Progress {
  private final String schedule;
  private final Clock clock;
  private final Instant since;
  private final LongAdder done = new LongAdder();
  private volatile Task task;

  public RunningProgress(String schedule, Clock clock) {
    this.schedule = schedule;
    this.clock = clock;
    this.since = clock.instant();
    this.task = new Task("begins", -1, since);
  }

  @Override
  public void begin(String name, long totalBytes) {
    done.reset();
    task = new Task(name, totalBytes, clock.instant());
  }

  @Override
  public void advance(long bytes) {
    done.add(bytes);
  }

  @Override
  public void end() {
    task = new Task("ends", -1, clock.instant());
    done.reset();
  }

  public Running now() {
    Task current = task;
    long bytes = done.sum();
    return new Running(schedule, current.name, since, bytes, current.total, left(current, bytes));
  }

  /// As long as it goes on at the rate that it had so far.
  private Optional<Duration> left(Task current, long bytes) {
    long millis = Duration.between(current.begun, clock.instant()).toMillis();
    if (current.total <= 0 || bytes <= 0 || millis <= 0) {
      return Optional.empty();
    }
    double missing = Math.max(current.total - bytes, 0);
    return Optional.of(Duration.ofMillis((long) (millis * (missing / bytes))));
  }

  private record Task(String name, long total, Instant begun) {}
}
