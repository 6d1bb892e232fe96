package io.jbackup.core.backup;

import io.jbackup.core.JobLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a use case told.
public final class RecordingLog implements JobLog {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public List<String> lines() {
    return lines;
  }

  @Override
  public void info(String message) {
    lines.add("INFO: " + message);
  }

  @Override
  public void warning(String message) {
    lines.add("WARNING: " + message);
  }

  @Override
  public void log(String message) {
    lines.add("LOG: " + message);
  }

  @Override
  public void verbose(String message) {
    lines.add("VERBOSE: " + message);
  }
}
