package io.jbackup.scheduler.job;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends work that ends when its thread is interrupted, and keeps the interrupt from reaching
/// anything else that the thread does.
final class Interrupter {
  private @Nullable Thread worker;
  private boolean interrupted;

  /// Whatever the work fails with after [#interrupt()] becomes a CancelledException.
  <T> T guard(String what, Supplier<T> work) {
    begin(what);
    try {
      return work.get();
    } catch (BackupException e) {
      throw isInterrupted() ? cancelled(what, e) : e;
    } finally {
      end();
    }
  }

  private synchronized void begin(String what) {
    if (interrupted) {
      throw cancelled(what, null);
    }
    worker = Thread.currentThread();
  }

  private synchronized void end() {
    worker = null;
    if (interrupted) {
      Thread.interrupted();
    }
  }

  private synchronized boolean isInterrupted() {
    return interrupted;
  }

  synchronized void interrupt() {
    interrupted = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  private static CancelledException cancelled(String what, @Nullable BackupException cause) {
    return new CancelledException(
        what + " was interrupted", "It is done again with the next round.", cause);
  }
}
