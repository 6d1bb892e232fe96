package io.jbackup.scheduler.readers;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.autofailover.AutoFailoverReader;
import io.jbackup.scheduler.cluster.patroni.PatroniReader;
import io.jbackup.scheduler.cluster.plain.PlainReader;
import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.job.Site;
import java.nio.file.Path;

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
      case ClusterSource.AutoFailover source ->
          new WithStreaming(
              new AutoFailoverReader(
                  site.target(source.monitor()), source.pgdata(), settings(site), site.clock()),
              server);
    };
  }

  /// Where programs of this user keep their settings, by the XDG Base Directory Specification.
  private static Path settings(Site site) {
    String directory = site.environment().getOrDefault("XDG_CONFIG_HOME", "");
    return directory.isEmpty() ? site.home().resolve(".config") : Path.of(directory);
  }
}
