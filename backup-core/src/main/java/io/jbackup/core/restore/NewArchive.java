package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A fresh instance for a restored cluster, which has the identity of the old one and from now on a
/// history of its own: the two must not archive into the same place.
final class NewArchive {
  /// What belongs to the old cluster's server.
  private static final Set<ConfigKey> LEFT_BEHIND =
      Set.of(
          ConfigKey.PGDATABASE,
          ConfigKey.PGHOST,
          ConfigKey.PGPORT,
          ConfigKey.PGUSER,
          ConfigKey.RESTORE_COMMAND);

  private final Instance old;
  private final String name;

  NewArchive(Instance old, String name) {
    this.old = old;
    this.name = name;
  }

  /// Throws UsageException or CatalogException when there can be no such new instance.
  void requirePossible() {
    old.catalog().requireNew(name, config());
  }

  /// Lines for postgresql.auto.conf. archive_library is emptied, because only one of the two may be
  /// set; archive_mode is on also where it was off, but stays `always`: the standbys that the
  /// cluster gets again archive as those before did.
  ///
  /// @param mode the archive_mode that the backup's configuration files set
  List<String> settings(Path program, String mode) {
    String algorithm = old.config().effective(ConfigKey.COMPRESS_ALGORITHM);
    String command =
        RestoreCommand.call(
                program.resolveSibling("archive-push"), old.catalog().location(), old.keys())
            + " -B "
            + RestoreCommand.word(old.catalog().location().toString())
            + " --instance "
            + RestoreCommand.word(name)
            + " --wal-file-path=%p --wal-file-name=%f"
            + (algorithm.equals("none") ? "" : " --compress-algorithm=" + algorithm);
    return List.of(
        ConfText.line("archive_mode", mode.equals("always") ? "always" : "on"),
        ConfText.line("archive_library", ""),
        ConfText.line("archive_command", command));
  }

  /// Adds the instance, with the old one's identity and settings. Encrypted, if that one is, with
  /// the keys that this restore was given.
  void add(Path pgdata) {
    old.catalog().addInstance(name, config().with(ConfigKey.PGDATA, pgdata.toString()));
  }

  private InstanceConfig config() {
    InstanceConfig config = InstanceConfig.empty();
    for (ConfigKey key : ConfigKey.values()) {
      if (!LEFT_BEHIND.contains(key) && old.config().get(key).isPresent()) {
        config = config.with(key, old.config().get(key).orElseThrow());
      }
    }
    return config;
  }

  /// What a person must know of it.
  List<String> advice() {
    return List.of(
        "The restored cluster archives into the new instance '"
            + name
            + "'. It has the same system identifier as the cluster of instance '"
            + old.name()
            + "', and may choose the same numbers for new timelines: these are two histories now."
            + " Never let both archive into one instance, and never let a standby of one follow the"
            + " other.",
        "The new instance is empty, its archive begins where recovery ends (with archive_mode ="
            + " always, where it begins): take a backup of it at once. archive_mode and"
            + " archive_command stand in postgresql.auto.conf, which wins over postgresql.conf and"
            + " over what Patroni writes there; set the same archive_command in"
            + " Patroni's configuration, then remove both lines.");
  }
}
