package io.jbackup.core.archive;

import io.jbackup.catalog.error.CancelledException;

/// The failures that stop a pipeline which nobody waits for any more.
final class Cancellation {
  private Cancellation() {}

  static CancelledException of(InterruptedException cause) {
    return new CancelledException("interrupted", "Run the command again.", cause);
  }

  static CancelledException closed() {
    return new CancelledException("the archive was closed", "Run the command again.");
  }
}
