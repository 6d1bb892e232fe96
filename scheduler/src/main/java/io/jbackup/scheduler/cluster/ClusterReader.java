package io.jbackup.scheduler.cluster;

/// Looks at a cluster. Each call asks anew, within a few seconds; never throws for what the other
/// side does or does not answer.
public interface ClusterReader {
  Sight look();
}
