package io.jbackup.scheduler.config;

/// Which nodes may do the work.
public enum RunOn {
  /// A replica that is kept out of failover.
  NOFAILOVER,
  /// Any replica.
  REPLICA,
  /// The primary.
  LEADER,
  /// Any node whose server runs.
  ANY
}
