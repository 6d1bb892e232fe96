package io.jbackup.scheduler.cluster;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// A cluster at one moment, seen from one node. Every decision rests on one of these.
///
/// @param self this node; its facts come from itself, not from what others report
/// @param others the other nodes, as far as they are known
/// @param othersKnown false when the list of others could not be had
/// @param paused whether automatic failover is switched off
/// @param calm whether there is one leader, and no failover or switchover is under way
/// @param systemIdentifier of this node's cluster, if known
/// @param remarks what is worth saying about it, for the log and the status
public record ClusterPicture(
    Instant takenAt,
    Member self,
    List<Member> others,
    boolean othersKnown,
    boolean paused,
    boolean calm,
    OptionalLong systemIdentifier,
    List<String> remarks) {
  public ClusterPicture {
    others = List.copyOf(others);
    remarks = List.copyOf(remarks);
  }
}
