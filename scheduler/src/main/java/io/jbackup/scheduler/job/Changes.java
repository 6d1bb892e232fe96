package io.jbackup.scheduler.job;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What is not in a cluster as it was, between two looks at it.
final class Changes {
  private Changes() {}

  /// Of role and system identifier: these end a node's right to work. Empty when one of the looks
  /// saw nothing, because not knowing is no change.
  static Optional<String> ofIdentity(Sight before, Sight after) {
    if (!(before instanceof Sight.Seen(ClusterPicture was))
        || !(after instanceof Sight.Seen(ClusterPicture is))) {
      return Optional.empty();
    }
    List<String> changes = new ArrayList<>();
    Member.Role role = is.self().role();
    if (role != was.self().role()) {
      changes.add("its role changed from " + was.self().role() + " to " + role);
    }
    if (was.systemIdentifier().isPresent()
        && is.systemIdentifier().isPresent()
        && was.systemIdentifier().getAsLong() != is.systemIdentifier().getAsLong()) {
      changes.add("its system identifier is another one");
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
  }

  /// Those, and the timeline: a replica that follows a new primary goes on with its backup.
  static Optional<String> ofAll(Sight before, Sight after) {
    Optional<String> identity = ofIdentity(before, after);
    OptionalInt was = timeline(before);
    OptionalInt is = timeline(after);
    if (was.isEmpty() || is.isEmpty() || was.getAsInt() == is.getAsInt()) {
      return identity;
    }
    String timeline = "its timeline changed from " + was.getAsInt() + " to " + is.getAsInt();
    return Optional.of(identity.map(text -> text + ", " + timeline).orElse(timeline));
  }

  private static OptionalInt timeline(Sight sight) {
    return sight instanceof Sight.Seen(ClusterPicture picture)
        ? picture.self().timeline()
        : OptionalInt.empty();
  }
}
