package io.jbackup.scheduler.service;

import io.jbackup.scheduler.mirror.MirrorLog;

/// Names the instance in each line.
record InstanceLog(ServiceListener listener, String instance) implements MirrorLog {
  @Override
  public void info(String message) {
    listener.info(line(message));
  }

  @Override
  public void warning(String message) {
    listener.warning(line(message));
  }

  @Override
  public void log(String message) {
    listener.log(line(message));
  }

  @Override
  public void verbose(String message) {
    listener.verbose(line(message));
  }

  @Override
  public void error(String message, String hint) {
    listener.error(line(message), hint);
  }

  private String line(String message) {
    return "[" + instance + "] " + message;
  }
}
