package io.jbackup.cli.command;

import io.jbackup.cli.log.Log;
import io.jbackup.scheduler.service.ServiceListener;
import io.jbackup.scheduler.status.ServiceStatus;

/// Hands what the service tells to the log.
final class ServiceLog implements ServiceListener {
  private final Log log;

  ServiceLog(Log log) {
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

  @Override
  public void error(String message, String hint) {
    log.error(message, hint);
  }

  @Override
  public void changed(ServiceStatus status) {}
}
