package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.InstanceConfig;

/// `init`: an empty catalog.
final class InitCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    try (Catalog catalog = Catalog.init(session.catalogLocation())) {
      session.openLog(session.arguments().over(InstanceConfig.empty()));
      session.log().info("Backup catalog '" + catalog.location() + "' successfully initialized");
    }
    return 0;
  }
}
