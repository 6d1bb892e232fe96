package io.jbackup.cli.command;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.log.CommandText;
import java.util.List;

/// What must hold for a configuration before it is stored.
final class StorableOptions {
  private StorableOptions() {}

  static void check(InstanceConfig config) {
    config.compression();
    for (ConfigKey key : List.of(ConfigKey.PGDATABASE, ConfigKey.RESTORE_COMMAND)) {
      if (config.get(key).filter(CommandText::hasPassword).isPresent()) {
        throw new UsageException(
            "the value of --" + key.key() + " holds a password, which would be stored",
            "Put the password into ~/.pgpass (chmod 600) or PGPASSWORD and leave it out here.");
      }
    }
  }
}
