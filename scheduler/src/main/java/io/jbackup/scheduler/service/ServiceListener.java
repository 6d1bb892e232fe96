package io.jbackup.scheduler.service;

import io.jbackup.core.JobLog;
import io.jbackup.scheduler.status.ServiceStatus;

/// Is told what the service does. Called from any thread; returns quickly.
public interface ServiceListener extends JobLog {
  /// Something failed that somebody should look after.
  void error(String message, String hint);

  /// There is a new snapshot.
  void changed(ServiceStatus status);
}
