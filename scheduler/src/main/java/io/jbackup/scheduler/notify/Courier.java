package io.jbackup.scheduler.notify;

import io.jbackup.core.JobLog;
import io.jbackup.scheduler.config.NotifyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tells one target, in a thread of its own, one message after the other.
final class Courier {
  private static final int CAPACITY = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NotifyTarget target;
  private final Delivery delivery;
  private final JobLog log;
  private final Runnable idle;
  private final BlockingQueue<News> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Thread thread;
  private volatile @Nullable String problem;
  private volatile @Nullable News current;

  /// @param idle called when nothing waits any more
  Courier(NotifyTarget target, Delivery delivery, JobLog log, Runnable idle) {
    this.target = target;
    this.delivery = delivery;
    this.log = log;
    this.idle = idle;
    thread = Thread.ofVirtual().name("jbackup-notify").unstarted(this::run);
  }

  boolean tells(NotifyTarget other) {
    return target.equals(other);
  }

  void start() {
    thread.start();
  }

  void hand(News news) {
    if (!target.on().contains(news.occasion())) {
      return;
    }
    waiting.incrementAndGet();
    if (!queue.offer(news)) {
      waiting.decrementAndGet();
      fail(CAPACITY + " messages wait already");
    }
  }

  boolean isIdle() {
    return waiting.get() == 0;
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void stop() {
    thread.interrupt();
  }

  /// Waits for the end of a courier that was stopped, which is near unless its target hangs.
  void awaitEnd() {
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What waits to be told, with what is told just now.
  List<News> untold() {
    List<News> all = new ArrayList<>();
    News first = current;
    if (first != null) {
      all.add(first);
    }
    all.addAll(queue);
    return all;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        News news = queue.take();
        current = news;
        deliver(news);
        current = null;
        if (waiting.decrementAndGet() == 0) {
          idle.run();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(News news) throws InterruptedException {
    try {
      delivery.deliver(news.json());
      problem = null;
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void fail(String why) {
    problem = delivery.name() + " was not told: " + why;
    log.warning(problem);
  }
}
