package io.jbackup.scheduler.service;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.job.ClusterWatch.View;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.Standing;
import java.time.Duration;
import java.util.Optional;

/// How this node stands to an instance's work, by one look at the cluster.
record Standings(Judge judge, InstanceConfiguration configuration) {
  Standing usual(View view) {
    return by(view, configuration.runOn());
  }

  /// By the rule for work that nobody has done for long.
  Optional<Standing> asFallback(View view) {
    return configuration.fallback().map(fallback -> by(view, fallback.to()));
  }

  /// By whichever rule counts for work that has been due for so long.
  Standing after(Duration dueFor, View view) {
    Standing usual = usual(view);
    boolean late =
        configuration
            .fallback()
            .map(Fallback::after)
            .filter(after -> dueFor.compareTo(after) >= 0)
            .isPresent();
    return usual instanceof Standing.Fit || !late ? usual : asFallback(view).orElse(usual);
  }

  private Standing by(View view, RunOn runOn) {
    if (view.now() instanceof Sight.Unknown(_, String why) && view.server().isPresent()) {
      return byServer(view.server().get(), why, runOn);
    }
    Standing standing = judge.judge(view.effective(), runOn);
    if (!(view.isRemembered()
        && view.now() instanceof Sight.Unknown(_, String why)
        && view.effective() instanceof Sight.Seen(ClusterPicture picture))) {
      return standing;
    }
    String reason =
        standing.reason() + " (as seen at " + picture.takenAt() + ", since then: " + why + ")";
    return with(standing, reason);
  }

  private static Standing with(Standing standing, String reason) {
    return switch (standing) {
      case Standing.Fit _ -> new Standing.Fit(reason);
      case Standing.Unfit _ -> new Standing.Unfit(reason);
      case Standing.Unclear _ -> new Standing.Unclear(reason);
    };
  }

  /// A standby that streams is one whatever the manager would say. Who is kept out of failover, and
  /// whether a primary is the cluster's leader still, only the manager knows.
  private Standing byServer(ClusterPicture own, String why, RunOn runOn) {
    if (runOn == RunOn.NOFAILOVER || runOn == RunOn.LEADER) {
      return new Standing.Unclear("the cluster is unknown: " + why);
    }
    if (own.self().role() != Role.REPLICA) {
      return new Standing.Unclear(
          own.self().name()
              + " is a primary, but perhaps not the leader any more: the cluster is unknown: "
              + why);
    }
    Standing standing = judge.judge(new Sight.Seen(own), RunOn.REPLICA);
    return with(
        standing, standing.reason() + " (its server says so; the cluster is unknown: " + why + ")");
  }
}
