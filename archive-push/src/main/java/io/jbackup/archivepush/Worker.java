package io.jbackup.archivepush;

/// A thread with a number for the log.
final class Worker extends Thread {
  private final int number;

  Worker(int number, Runnable work) {
    super(work, "worker-" + number);
    this.number = number;
    setDaemon(true);
  }

  int number() {
    return number;
  }
}
