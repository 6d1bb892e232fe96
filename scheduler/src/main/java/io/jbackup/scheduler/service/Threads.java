package io.jbackup.scheduler.service;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/// Threads with names.
final class Threads {
  private Threads() {}

  static ThreadFactory named(String name) {
    return task -> Thread.ofPlatform().name(name).unstarted(task);
  }

  /// Waits until a thread has ended; false when it has not by `end`, in the time of nanoTime(), or
  /// when the caller is interrupted.
  static boolean join(Thread thread, long end) {
    try {
      return thread.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 0)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
