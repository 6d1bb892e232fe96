package io.jbackup.cli.command;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.ProgramVersion;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.ServiceConfigReader;
import io.jbackup.scheduler.job.Site;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/// What the verbs `service …` begin with.
final class ServiceSetting {
  private final Session session;
  private final Path file;

  /// Throws UsageException when no configuration file is named.
  ServiceSetting(Session session) {
    this.session = session;
    file = Path.of(session.arguments().required(Option.CONFIG)).toAbsolutePath().normalize();
  }

  Path file() {
    return file;
  }

  /// Reads the file, each time anew. Throws UsageException with everything that is wrong with it.
  ServiceConfig read() {
    return new ServiceConfigReader(ServiceSetting::host, session.clock().getZone()).read(file);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new StorageException(
          "the name of this host is unknown: " + e.getMessage(),
          "Give the service a node: in its configuration file.",
          e);
    }
  }

  Site site(ServiceConfig config) {
    Surroundings surroundings = session.surroundings();
    return new Site(
        config.catalog(),
        surroundings.distribution().resolve("bin/jbackup"),
        config.node(),
        ProgramVersion.NUMBER,
        surroundings.environment(),
        surroundings.home(),
        surroundings.osUser(),
        Optional.empty(),
        session.clock());
  }

  /// Of the service's own log file, one for each node since they may share the catalog.
  InstanceConfig logSettings(ServiceConfig config) {
    return session
        .arguments()
        .over(
            InstanceConfig.empty()
                .with(ConfigKey.LOG_LEVEL_FILE, "INFO")
                .with(ConfigKey.LOG_FILENAME, "service-" + config.node() + ".log"));
  }
}
