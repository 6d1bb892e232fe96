package io.jbackup.scheduler.readers;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.patroni.PatroniReader;
import io.jbackup.scheduler.cluster.plain.PlainReader;
import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.job.Site;

/// Makes the reader that an instance's configuration asks for.
public final class ClusterReaders {
  private ClusterReaders() {}

  /// Throws UsageException when the configuration cannot be used here.
  public static ClusterReader of(InstanceConfiguration instance, Site site) {
    ConnectionTarget target = site.target(instance.connection());
    PlainReader server = new PlainReader(target, site.node(), site.clock());
    return switch (instance.cluster()) {
      case ClusterSource.Plain _ -> server;
      case ClusterSource.Patroni source ->
          new WithStreaming(new PatroniReader(source, site.node(), site.clock()), server);
      case ClusterSource.AutoFailover _ ->
          throw new UsageException(
              "this version of jbackup does not ask pg_auto_failover", "Leave cluster: out.");
    };
  }
}
