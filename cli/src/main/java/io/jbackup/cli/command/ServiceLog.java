package io.jbackup.cli.command;

import io.jbackup.cli.log.Log;
import io.jbackup.scheduler.notify.Notifier;
import io.jbackup.scheduler.service.ServiceListener;
import io.jbackup.scheduler.status.ServiceStatus;
import org.jspecify.annotations.Nullable;

/// Hands what the service tells to the log, and its snapshots to those who are notified.
final class ServiceLog extends SessionLog implements ServiceListener {
  private final Log log;
  private volatile @Nullable Notifier notifier;

  ServiceLog(Log log) {
    super(log);
    this.log = log;
  }

  /// From now on this one is shown every snapshot.
  void tell(Notifier told) {
    notifier = told;
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
