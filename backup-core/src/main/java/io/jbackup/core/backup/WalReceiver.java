package io.jbackup.core.backup;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.protocol.ReplicationConnection;
import io.jbackup.core.protocol.TimelineHistoryFile;
import io.jbackup.core.protocol.WalStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Streams WAL in a thread of its own while the data are copied, through timeline switches of the
/// upstream, until the stop LSN is told and has arrived.
final class WalReceiver implements AutoCloseable {
  private final ReplicationConnection connection;
  private final @Nullable String slot;
  private final WalTar target;
  private final SegmentSize size;
  private final Runnable onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private Lsn received;
  private int timeline;
  private @Nullable Lsn stop;
  private @Nullable WalStream stream;
  private @Nullable RuntimeException failure;
  private boolean ended;

  /// Streams from the beginning of the segment that holds `start`. `onFailure` is called on the
  /// receiving thread when it fails, so that nobody copies on in vain.
  WalReceiver(
      ReplicationConnection connection,
      @Nullable String slot,
      WalTar target,
      SegmentSize size,
      Lsn start,
      int timeline,
      Runnable onFailure) {
    this.connection = connection;
    this.slot = slot;
    this.target = target;
    this.size = size;
    this.timeline = timeline;
    this.onFailure = onFailure;
    received = size.startOf(size.segmentOf(start));
    thread = Thread.ofPlatform().name("receive WAL").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      if (timeline > 1) {
        addHistory();
      }
      while (!reachedStop()) {
        receive();
      }
      finish(null);
    } catch (RuntimeException e) {
      finish(e);
      onFailure.run();
    }
  }

  private void finish(@Nullable RuntimeException cause) {
    lock.lock();
    try {
      failure = cause;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void addHistory() {
    TimelineHistoryFile history = connection.timelineHistory(timeline);
    target.addHistory(history.fileName(), history.content());
  }

  /// Streams one timeline to its end, or to the stop LSN.
  private void receive() {
    try (WalStream current = connection.startReplication(slot, received, timeline)) {
      publish(current);
      for (WalStream.Event event = current.next();
          event != WalStream.Event.END;
          event = current.next()) {
        if (event == WalStream.Event.DATA) {
          accept(current);
        }
        if (reachedStop()) {
          current.stop();
        }
      }
      if (!reachedStop()) {
        follow(current);
      }
    } finally {
      publish(null);
    }
  }

  private void accept(WalStream current) {
    if (reachedStop()) {
      return;
    }
    if (current.dataStart() != received.value()) {
      throw new ServerException(
          "the server sent WAL from "
              + new Lsn(current.dataStart())
              + " on where "
              + received
              + " was expected",
          "Take the backup again.");
    }
    target.write(
        timeline, current.dataStart(), current.array(), current.offset(), current.length());
    Lsn before = size.startOf(size.segmentOf(received));
    advance(received.plus(current.length()));
    Lsn flushed = size.startOf(size.segmentOf(received));
    if (before.isBefore(flushed)) {
      // Lets the slot go on; only whole segments, so that nobody relies on more than that.
      current.sendStatus(received, flushed, Lsn.ZERO, false);
    }
  }

  /// Goes on where the server said that this timeline ends.
  private void follow(WalStream ended) {
    WalStream.TimelineEnd next =
        ended
            .timelineEnd()
            .orElseThrow(() ->
                new ServerException(
                    "the server ended the WAL stream of timeline " + timeline + " at " + received,
                    "Look into the server's log and take the backup again."));
    target.finishSegment();
    lock.lock();
    try {
      timeline = next.nextTimeline();
      received = size.startOf(size.segmentOf(next.nextStart()));
    } finally {
      lock.unlock();
    }
    addHistory();
  }

  private void advance(Lsn to) {
    lock.lock();
    try {
      received = to;
    } finally {
      lock.unlock();
    }
  }

  private void publish(@Nullable WalStream current) {
    lock.lock();
    try {
      stream = current;
    } finally {
      lock.unlock();
    }
  }

  private boolean reachedStop() {
    lock.lock();
    try {
      return stop != null && received.compareTo(stop) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the WAL up to `stopLsn` has arrived, and ends the stream at once then. Throws what
  /// made the receiver fail.
  void finishAt(Lsn stopLsn) {
    lock.lock();
    try {
      stop = stopLsn;
      if (received.compareTo(stopLsn) >= 0 && stream != null) {
        stream.stop();
      }
      while (!ended) {
        changed.await();
      }
      rethrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted", "Take the backup again.", e);
    } finally {
      lock.unlock();
    }
  }

  /// Throws what made the receiver fail, if it did.
  void rethrow() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /// The timeline that is streamed now.
  int timeline() {
    lock.lock();
    try {
      return timeline;
    } finally {
      lock.unlock();
    }
  }

  /// Closes the connection and waits for the thread's end.
  @Override
  public void close() {
    connection.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
