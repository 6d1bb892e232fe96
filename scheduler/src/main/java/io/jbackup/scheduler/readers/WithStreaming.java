package io.jbackup.scheduler.readers;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import java.util.Optional;

/// Lets the server of this node say whether it streams, where the cluster's manager does not, and
/// what it is, when the manager does not answer.
final class WithStreaming implements ClusterReader {
  private final ClusterReader manager;
  private final ClusterReader server;

  WithStreaming(ClusterReader manager, ClusterReader server) {
    this.manager = manager;
    this.server = server;
  }

  @Override
  public Sight look() {
    Sight sight = manager.look();
    if (sight instanceof Sight.Seen(ClusterPicture picture)
        && picture.self().role() == Role.REPLICA
        && picture.self().streaming() == Streaming.UNKNOWN
        && server.look() instanceof Sight.Seen(ClusterPicture own)) {
      return new Sight.Seen(with(picture, own.self().streaming()));
    }
    return sight;
  }

  @Override
  public Optional<ClusterPicture> server() {
    return server.look() instanceof Sight.Seen(ClusterPicture own)
        ? Optional.of(own)
        : Optional.empty();
  }

  private static ClusterPicture with(ClusterPicture picture, Streaming streaming) {
    Member self = picture.self();
    return new ClusterPicture(
        picture.takenAt(),
        new Member(
            self.name(), self.role(), self.promotable(), streaming, self.timeline(), self.state()),
        picture.others(),
        picture.othersKnown(),
        picture.paused(),
        picture.calm(),
        picture.systemIdentifier(),
        picture.remarks());
  }
}
