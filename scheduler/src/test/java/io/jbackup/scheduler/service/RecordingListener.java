package io.jbackup.scheduler.service;

import io.jbackup.scheduler.status.ServiceStatus;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a service told.
public final class RecordingListener implements ServiceListener {
  private final List<String> lines = new ArrayList<>();

  @Override
  public synchronized void info(String message) {
    lines.add("INFO " + message);
  }

  @Override
  public synchronized void warning(String message) {
    lines.add("WARNING " + message);
  }

  @Override
  public synchronized void log(String message) {
    lines.add("LOG " + message);
  }

  @Override
  public void verbose(String message) {
    // Too much to keep.
  }

  @Override
  public synchronized void error(String message, String hint) {
    lines.add("ERROR " + message + " HINT " + hint);
  }

  @Override
  public void changed(ServiceStatus status) {
    // Those who want it ask for it.
  }

  public synchronized String text() {
    return String.join("\n", lines);
  }

  /// The rounds that are done, as `[main] full of TIME`.
  public synchronized List<String> done() {
    return lines.stream()
        .filter(line -> line.contains(" is done: backup"))
        .map(line -> line.substring(0, line.indexOf(" is done: backup")))
        .toList();
  }

  public synchronized long count(String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }
}
