package io.jbackup.scheduler.store;

/// Is told when a schedule's time has come. Returns quickly.
@FunctionalInterface
public interface FireListener {
  void due(String instance, String schedule);
}
