package io.jbackup.scheduler.round;

import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.RunOn;

/// Tells from one picture of the cluster whether this node may do the work. A pure function.
@FunctionalInterface
public interface Judge {
  Standing judge(Sight sight, RunOn runOn);
}
