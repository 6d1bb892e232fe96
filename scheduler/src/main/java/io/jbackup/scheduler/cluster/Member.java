package io.jbackup.scheduler.cluster;

import java.util.OptionalInt;

/// One node of a cluster as the cluster's manager (or the server itself) reports it.
///
/// @param name as the manager knows it
/// @param promotable false for a node that is kept out of failover
/// @param timeline of its server, if reported
/// @param state the manager's own word for it, for messages: `running`, `secondary`
public record Member(
    String name,
    Role role,
    boolean promotable,
    Streaming streaming,
    OptionalInt timeline,
    String state) {
  /// What the node is now.
  public enum Role {
    PRIMARY,
    REPLICA,
    /// Its server does not run, starts, stops or changes its role.
    UNFIT
  }

  /// Whether a replica receives WAL.
  public enum Streaming {
    YES,
    NO,
    UNKNOWN
  }
}
