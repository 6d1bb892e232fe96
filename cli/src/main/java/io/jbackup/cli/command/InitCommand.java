package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.InstanceConfig;
import java.nio.file.Path;

/// `init`: an empty catalog.
final class InitCommand implements VerbCommand {
  @Override
  public int run(Session session) {
    Path path = session.catalogPath();
    try (Catalog catalog = Catalog.init(path)) {
      session.openLog(session.arguments().over(InstanceConfig.empty()));
      session.log().info("Backup catalog '" + catalog.path() + "' successfully initialized");
    }
    return 0;
  }
}
