package io.jbackup.cli.command;

import io.jbackup.cli.log.Log;
import io.jbackup.scheduler.notify.Notifier;
import io.jbackup.scheduler.service.ServiceListener;
import io.jbackup.scheduler.status.ServiceStatus;
import org.jspecify.annotations.Nullable;

/// Hands what the service tells to the log, and its snapshots to those who are notified.
final class ServiceLog implements ServiceListener {
  private final Log log;
  private volatile @Nullable Notifier notifier;

  ServiceLog(Log log) {
    this.log = log;
  }

  /// From now on this one is shown every snapshot.
  void tell(Notifier told) {
    notifier = told;
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
  public void changed(ServiceStatus status) {
    Notifier told = notifier;
    if (told != null) {
      told.changed(status);
    }
  }
}
