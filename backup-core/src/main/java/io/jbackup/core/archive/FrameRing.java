package io.jbackup.core.archive;

import io.jbackup.core.archive.FrameSlot.State;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A ring of frames that passes through three hands in order: one producer fills, workers transform
/// in any order, one consumer takes in the producer's order. The first failure of any of them stops
/// all and is thrown to the others.
final class FrameRing {
  private final FrameSlot[] slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FirstFailure failure = new FirstFailure();
  private long filled;
  private long working;
  private long taken;
  private boolean finished;

  FrameRing(int count, int maxStoredLength) {
    slots = new FrameSlot[count];
    for (int i = 0; i < count; i++) {
      slots[i] = new FrameSlot(maxStoredLength);
    }
  }

  private FrameSlot slot(long number) {
    return slots[(int) (number % slots.length)];
  }

  /// Starts a thread whose failure stops the ring.
  Thread start(String name, Runnable work) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (Throwable e) {
            fail(e);
          }
        });
  }

  /// Waits until the threads have ended, also when the caller is interrupted meanwhile.
  static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The producer's next free frame; waits for one.
  FrameSlot free() {
    lock.lock();
    try {
      while (slot(filled).state != State.FREE) {
        pause();
      }
      failure.rethrow();
      return slot(filled);
    } finally {
      lock.unlock();
    }
  }

  /// The producer has filled the frame it got last.
  void fill() {
    change(() -> {
      slot(filled).state = State.FILLED;
      filled++;
    });
  }

  /// No more frames will be filled.
  void finish() {
    change(() -> finished = true);
  }

  /// A worker's next frame, null when there will be none.
  @Nullable FrameSlot work() {
    lock.lock();
    try {
      while (working == filled && !finished) {
        pause();
      }
      failure.rethrow();
      if (working == filled) {
        return null;
      }
      FrameSlot slot = slot(working++);
      slot.state = State.WORKING;
      return slot;
    } finally {
      lock.unlock();
    }
  }

  void done(FrameSlot slot) {
    change(() -> slot.state = State.DONE);
  }

  /// The consumer's next frame in order, null when there will be none.
  @Nullable FrameSlot take() {
    lock.lock();
    try {
      while (slot(taken).state != State.DONE && !(finished && taken == filled)) {
        pause();
      }
      failure.rethrow();
      return slot(taken).state == State.DONE ? slot(taken) : null;
    } finally {
      lock.unlock();
    }
  }

  /// The consumer is done with the frame it took last.
  void release() {
    change(() -> {
      slot(taken).state = State.FREE;
      taken++;
    });
  }

  /// Stops everybody; the first cause counts.
  void fail(Throwable cause) {
    change(() -> failure.set(cause));
  }

  /// Throws the failure that stopped the ring, if one did.
  void rethrow() {
    failure.rethrow();
  }

  private void change(Runnable action) {
    lock.lock();
    try {
      action.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Every caller waits in a loop around its own condition.
  @SuppressWarnings("WaitNotInLoop")
  private void pause() {
    failure.rethrow();
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.of(e);
    }
    failure.rethrow();
  }
}
