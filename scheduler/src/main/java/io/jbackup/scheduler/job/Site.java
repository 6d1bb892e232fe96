package io.jbackup.scheduler.job;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Where a service runs.
///
/// @param program the absolute path of `jbackup`, for restore_command in drills
/// @param node this node's name
/// @param version of the program, for what it stores
/// @param environment libpq's variables are looked up there
/// @param home where `.pgpass` and the like are
/// @param keys where the keys of what is encrypted are; empty where the environment says it
/// @param clock its zone is that of times in messages, and of retention's days
public record Site(
    CatalogLocation catalog,
    Path program,
    String node,
    String version,
    Map<String, String> environment,
    Path home,
    String osUser,
    Optional<KeySettings> keys,
    Clock clock) {
  public Site {
    environment = Map.copyOf(environment);
  }

  /// With other keys.
  public Site with(Optional<KeySettings> others) {
    return new Site(catalog, program, node, version, environment, home, osUser, others, clock);
  }

  /// Opens the catalog.
  public Catalog open() {
    return open(catalog, keys);
  }

  /// Opens a catalog with these keys, or those that the environment names.
  public static Catalog open(CatalogLocation place, Optional<KeySettings> keys) {
    return Catalog.open(place, true, keys.orElseGet(() -> KeySettings.of(System.getenv())));
  }

  /// The server that a connection string means. Nobody is asked for a password. Throws
  /// UsageException when the string makes no sense.
  public ConnectionTarget target(String connection) {
    return new ConnectionResolver(environment, home, osUser)
        .resolve(
            new ConnectionOptions(connection, null, null, null),
            ConnectionOptions.NONE,
            PasswordPolicy.NEVER,
            PasswordPrompter.NONE)
        .withApplicationName("jbackup");
  }
}
