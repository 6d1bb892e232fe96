package io.jbackup.scheduler.notify;

import java.io.IOException;

/// How one target is told. Names neither secrets nor paths of an address in what it throws.
interface Delivery {
  /// What may be logged: a host, a program.
  String name();

  /// Throws IOException when it did not work, after the last attempt.
  void deliver(String json) throws IOException, InterruptedException;
}
