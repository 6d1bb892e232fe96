package io.jbackup.core.protocol;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Closes a wire that is not done in time: the one kind of timeout that works alike for TCP, TLS
/// and Unix sockets.
final class Watchdog implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Duration limit;
  private volatile boolean fired;

  private Watchdog(Duration limit) {
    this.limit = limit;
  }

  /// Zero means no limit.
  static Watchdog over(Wire wire, Duration limit) {
    Watchdog watchdog = new Watchdog(limit);
    if (!limit.isZero()) {
      Thread.ofPlatform().daemon().name("connect timeout").start(() -> watchdog.watch(wire));
    }
    return watchdog;
  }

  private void watch(Wire wire) {
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        fired = true;
        wire.close();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // The wire cannot be closed; the thread that uses it meets the same failure.
      fired = true;
    }
  }

  /// The failure to report: the timeout when it caused `e`.
  IOException explain(IOException e) {
    if (!fired) {
      return e;
    }
    IOException timeout =
        new SocketTimeoutException("no answer within " + limit.toSeconds() + " s");
    timeout.initCause(e);
    return timeout;
  }

  @Override
  public void close() {
    done.countDown();
  }
}
