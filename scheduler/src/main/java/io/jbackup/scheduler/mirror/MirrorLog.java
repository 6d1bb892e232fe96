package io.jbackup.scheduler.mirror;

import io.jbackup.core.JobLog;

/// Is told what a mirror does.
public interface MirrorLog extends JobLog {
  /// Something failed that somebody should look after.
  void error(String message, String hint);
}
