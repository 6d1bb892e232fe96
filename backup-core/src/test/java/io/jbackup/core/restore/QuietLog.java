package io.jbackup.core.restore;

import io.jbackup.core.JobLog;

/// Keeps nothing.
final class QuietLog implements JobLog {
  @Override
  public void info(String message) {}

  @Override
  public void warning(String message) {}

  @Override
  public void log(String message) {}

  @Override
  public void verbose(String message) {}
}
