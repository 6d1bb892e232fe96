package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.cli.option.Option;
import java.nio.file.Path;
import java.util.Optional;

/// `add-instance`: registers a cluster by what its data directory, its server, or both say.
final class AddInstanceCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    String name = session.arguments().required(Option.INSTANCE);
    Catalog catalog = session.catalog();
    InstanceConfig given = session.arguments().over(InstanceConfig.empty());
    if (session.arguments().has(Option.ENCRYPT)) {
      given = given.with(ConfigKey.ENCRYPTED, "on");
    }
    StorableOptions.check(given);
    catalog.requireNew(name, given);
    session.openLog(given);
    Optional<Path> pgdata = pgdata(session);
    ClusterIdentity identity = new ClusterInspection(session).identify(pgdata);
    InstanceConfig config =
        given
            .with(ConfigKey.SYSTEM_IDENTIFIER, Long.toUnsignedString(identity.systemId()))
            .with(ConfigKey.SERVER_VERSION, Integer.toString(identity.major()))
            .with(ConfigKey.XLOG_SEG_SIZE, Integer.toString(identity.segmentSize().bytes()));
    if (pgdata.isPresent()) {
      config = config.with(ConfigKey.PGDATA, pgdata.get().toString());
    }
    catalog.addInstance(name, config);
    session.log().info("Instance '" + name + "' successfully initialized");
    return 0;
  }

  /// A PGDATA in the environment does not count where the command line names a server instead.
  private static Optional<Path> pgdata(Session session) {
    return ConnectionArguments.given(session.arguments())
        ? session.arguments().path(Option.PGDATA)
        : session.pathOrEnvironment(Option.PGDATA);
  }
}
