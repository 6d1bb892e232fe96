package io.jbackup.scheduler.election;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.Standing;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Each node judges itself; of several that are fit the one with the lowest name does the work.
///
/// Nodes that see the same cluster come to the same answer. Where they do not, a lock in the
/// catalog still keeps them apart. `replica` leaves those that are kept out of failover for last:
/// as a fallback it stands in for them, and their service may be what is missing.
public final class Election implements Judge {
  @Override
  public Standing judge(Sight sight, RunOn runOn) {
    return switch (sight) {
      case Sight.Unknown(_, String why) -> new Standing.Unclear("the cluster is unknown: " + why);
      case Sight.Seen(ClusterPicture picture) -> judge(picture, runOn);
    };
  }

  private static Standing judge(ClusterPicture picture, RunOn runOn) {
    Member self = picture.self();
    if (!fits(self, runOn)) {
      return new Standing.Unfit(unfit(self, runOn) + whoInstead(picture, runOn));
    }
    if (!picture.othersKnown() && runOn != RunOn.NOFAILOVER) {
      return new Standing.Unclear(
          self.name() + " is " + words(self) + ", but the other nodes are unknown");
    }
    Optional<Member> before =
        picture.others().stream()
            .filter(other -> fits(other, runOn) && order(runOn).compare(other, self) < 0)
            .min(order(runOn));
    return before
        .<Standing>map(other ->
            new Standing.Unfit(
                "%s is %s, and so is %s, which comes first"
                    .formatted(self.name(), words(self), other.name())))
        .orElseGet(() -> new Standing.Fit(self.name() + " is " + words(self)));
  }

  private static boolean fits(Member member, RunOn runOn) {
    boolean follows = member.role() == Role.REPLICA && member.streaming() != Streaming.NO;
    return switch (runOn) {
      case NOFAILOVER -> follows && !member.promotable();
      case REPLICA -> follows;
      case LEADER -> member.role() == Role.PRIMARY;
      case ANY -> follows || member.role() == Role.PRIMARY;
    };
  }

  private static Comparator<Member> order(RunOn runOn) {
    Comparator<Member> byName = Comparator.comparing(Member::name);
    return runOn == RunOn.REPLICA
        ? Comparator.comparing((Member member) -> !member.promotable()).thenComparing(byName)
        : byName;
  }

  private static String unfit(Member self, RunOn runOn) {
    if (self.role() == Role.UNFIT) {
      return "the server of " + self.name() + " is " + self.state();
    }
    if (self.role() == Role.REPLICA && self.streaming() == Streaming.NO) {
      return self.name() + " is a replica that does not stream";
    }
    String wanted =
        switch (runOn) {
          case NOFAILOVER -> "a replica that is kept out of failover";
          case REPLICA -> "a replica";
          case LEADER -> "the primary";
          case ANY -> "a server that runs";
        };
    return self.name() + " is " + words(self) + ", and the work is for " + wanted;
  }

  private static String whoInstead(ClusterPicture picture, RunOn runOn) {
    Stream<Member> fit = picture.others().stream().filter(other -> fits(other, runOn));
    return fit.min(order(runOn)).map(other -> ": " + other.name()).orElse("");
  }

  private static String words(Member member) {
    return switch (member.role()) {
      case PRIMARY -> "the primary";
      case REPLICA -> member.promotable() ? "a replica" : "a replica that is kept out of failover";
      case UNFIT -> member.state();
    };
  }
}
