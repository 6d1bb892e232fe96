package io.jbackup.cli.command;

import io.jbackup.cli.log.Log;
import io.jbackup.core.JobLog;

/// Hands what a use case tells to the log.
class SessionLog implements JobLog {
  private final Log log;

  SessionLog(Log log) {
    this.log = log;
  }

  @Override
  public void info(String message) {
    log.info(message);
  }

  @Override
  public void warning(String message) {
    log.warning(message);
  }

  @Override
  public void log(String message) {
    log.log(message);
  }

  @Override
  public void verbose(String message) {
    log.verbose(message);
  }
}
