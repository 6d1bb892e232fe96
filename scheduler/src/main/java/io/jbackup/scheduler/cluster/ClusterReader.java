package io.jbackup.scheduler.cluster;

import java.util.Optional;

/// Looks at a cluster. Each call asks anew, within a few seconds; never throws for what the other
/// side does or does not answer.
public interface ClusterReader {
  Sight look();

  /// What the server of this node says of itself when nobody answers who knows the cluster; empty
  /// when it is not asked, or does not answer either.
  default Optional<ClusterPicture> server() {
    return Optional.empty();
  }
}
