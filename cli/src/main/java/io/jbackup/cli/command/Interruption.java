package io.jbackup.cli.command;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/// Work that a signal ends by interrupting the thread that does it.
final class Interruption {
  private Interruption() {}

  /// Whatever the work fails with after a signal becomes a CancelledException.
  ///
  /// @param what the work in a message, such as `the validation`
  static int guard(String what, String hint, IntSupplier work) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread worker = Thread.currentThread();
    Signals.onInterrupt(() -> {
      interrupted.set(true);
      worker.interrupt();
    });
    try {
      return work.getAsInt();
    } catch (BackupException e) {
      if (interrupted.get()) {
        throw new CancelledException(what + " was interrupted", hint, e);
      }
      throw e;
    } finally {
      if (interrupted.get()) {
        Thread.interrupted();
      }
    }
  }
}
