package io.jbackup.core.protocol;

import io.jbackup.catalog.error.BackupException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends Standby status updates, and repeats the last one from a thread of its own when nothing
/// else did for an interval. Safe for use by several threads.
final class StatusSender implements AutoCloseable {
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;
  private static final int WRITTEN_AT = 6;
  private static final int TIME_AT = 30;
  private static final int REPLY_AT = 38;
  private static final byte[] COPY_DONE = {'c', 0, 0, 0, 4};

  private final Session session;
  private final long intervalNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// A CopyData message that is filled in again for each update.
  private final ByteBuffer message = ByteBuffer.allocate(39);

  private long lastSent = System.nanoTime();
  private boolean done;

  StatusSender(Session session, Duration interval) {
    this.session = session;
    this.intervalNanos = interval.toNanos();
    message.put(0, (byte) 'd').putInt(1, 38).put(5, (byte) 'r');
  }

  void start() {
    Thread.ofPlatform().daemon().name("wal status").start(this::repeatWhenIdle);
  }

  void send(long written, long flushed, long applied, boolean replyRequested) {
    lock.lock();
    try {
      message
          .putLong(WRITTEN_AT, written)
          .putLong(WRITTEN_AT + 8, flushed)
          .putLong(WRITTEN_AT + 16, applied);
      transmit(replyRequested);
    } finally {
      lock.unlock();
    }
  }

  /// Sends the last positions again.
  void repeat() {
    lock.lock();
    try {
      transmit(false);
    } finally {
      lock.unlock();
    }
  }

  /// Sends CopyDone once; nothing may follow it.
  void copyDone() {
    lock.lock();
    try {
      if (!done) {
        done = true;
        changed.signalAll();
        session.write(COPY_DONE, 0, COPY_DONE.length);
      }
    } finally {
      lock.unlock();
    }
  }

  private void transmit(boolean replyRequested) {
    if (done) {
      return;
    }
    long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    message.putLong(TIME_AT, micros - POSTGRES_EPOCH_MICROS);
    message.put(REPLY_AT, (byte) (replyRequested ? 1 : 0));
    session.write(message.array(), 0, message.capacity());
    lastSent = System.nanoTime();
  }

  private void repeatWhenIdle() {
    lock.lock();
    try {
      while (!done) {
        long left = lastSent + intervalNanos - System.nanoTime();
        if (left > 0) {
          long ignored = changed.awaitNanos(left);
        } else {
          transmit(false);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (BackupException _) {
      // The connection is gone: the thread that reads from it reports that.
      done = true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the thread; sends nothing any more.
  @Override
  public void close() {
    lock.lock();
    try {
      done = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
