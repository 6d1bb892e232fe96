package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.core.Progress;
import java.util.function.BooleanSupplier;

/// Passes progress on, and ends the work once it is cancelled: with the next bytes that are copied.
record CopyProgress(Progress target, BooleanSupplier cancelled) implements Progress {
  @Override
  public void begin(String task, long totalBytes) {
    target.begin(task, totalBytes);
  }

  @Override
  public void advance(long bytes) {
    if (cancelled.getAsBoolean()) {
      throw new CancelledException(
          "the mirror was ended while it copied", "It goes on there when the service runs again.");
    }
    target.advance(bytes);
  }

  @Override
  public void end() {
    target.end();
  }
}
