package io.jbackup.archivepush;

/// Ends the process when it takes too long in all: a storage that hangs would otherwise let pg_wal
/// grow in silence. What hangs in the kernel cannot be interrupted, so the process stops at once;
/// that is safe at any moment, as a kill is.
final class Deadline implements AutoCloseable {
  /// Told when the time is over.
  interface Expired {
    void after(long seconds);
  }

  private final long started = System.nanoTime();
  private long seconds;
  private boolean closed;

  private Deadline(long seconds) {
    this.seconds = seconds;
  }

  /// Calls `expired` on another thread `seconds` from now; never, when that is 0.
  static Deadline start(long seconds, Expired expired) {
    Deadline deadline = new Deadline(seconds);
    new Worker(
            1,
            () -> {
              if (deadline.await()) {
                expired.after(deadline.seconds());
              }
            })
        .start();
    return deadline;
  }

  /// Counts from the beginning, too.
  synchronized void change(long newSeconds) {
    seconds = newSeconds;
    notifyAll();
  }

  private synchronized long seconds() {
    return seconds;
  }

  private synchronized boolean await() {
    try {
      while (!closed) {
        long left = seconds == 0 ? 0 : seconds * 1000 - (System.nanoTime() - started) / 1_000_000;
        if (seconds != 0 && left <= 0) {
          return true;
        }
        wait(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
