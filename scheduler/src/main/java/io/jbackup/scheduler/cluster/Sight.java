package io.jbackup.scheduler.cluster;

import java.time.Instant;

/// What came of looking at a cluster. Unknown is not no.
public sealed interface Sight {
  record Seen(ClusterPicture picture) implements Sight {}

  /// Nobody answered, or not in a way that can be understood.
  record Unknown(Instant at, String why) implements Sight {}
}
