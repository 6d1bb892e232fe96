package io.jbackup.core.connect;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Merges all that says where to connect, keyword by keyword: command line (its single options over
/// its connection string) over service file over libpq's environment over stored options over
/// defaults.
public final class ConnectionResolver {
  private final Map<String, String> environment;
  private final Path home;
  private final String osUser;
  private final List<Path> socketDirectories;

  /// @param home where `.pgpass`, `.pg_service.conf` and `.postgresql/` are looked for
  public ConnectionResolver(Map<String, String> environment, Path home, String osUser) {
    this(environment, home, osUser, List.of(Path.of("/var/run/postgresql"), Path.of("/tmp")));
  }

  ConnectionResolver(
      Map<String, String> environment, Path home, String osUser, List<Path> socketDirectories) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.osUser = osUser;
    this.socketDirectories = List.copyOf(socketDirectories);
  }

  /// Throws UsageException when a value makes no sense or a keyword is unknown.
  ///
  /// @param stored from the instance's configuration
  /// @param prompter asked at most once, when a connection is opened
  public ConnectionTarget resolve(
      ConnectionOptions commandLine,
      ConnectionOptions stored,
      PasswordPolicy policy,
      PasswordPrompter prompter) {
    Map<String, String> given = layer(commandLine);
    Map<String, String> kept = layer(stored);
    Map<String, String> fromEnvironment = Keywords.fromEnvironment(environment);
    Map<String, String> merged = new TreeMap<>(given);
    @Nullable String service = given.getOrDefault("service", fromEnvironment.get("service"));
    if (service != null) {
      merge(merged, service(service, given, fromEnvironment));
    }
    merge(merged, fromEnvironment);
    merge(merged, kept);
    if (service == null && kept.containsKey("service")) {
      merge(merged, service(kept.getOrDefault("service", ""), kept, fromEnvironment));
    }
    return new TargetBuilder(merged, home, osUser, socketDirectories).build(policy, prompter);
  }

  private Map<String, String> service(
      String name, Map<String, String> layer, Map<String, String> fromEnvironment) {
    String file =
        layer.getOrDefault("servicefile", fromEnvironment.getOrDefault("servicefile", ""));
    return ServiceFile.in(file, environment, home).settings(name);
  }

  private static void merge(Map<String, String> into, Map<String, String> lower) {
    // An address belongs to the host it was given with, not to one that overrides it.
    boolean hostDecided = into.containsKey("host");
    lower.forEach((keyword, value) -> {
      if (!(hostDecided && keyword.equals("hostaddr"))) {
        into.putIfAbsent(keyword, value);
      }
    });
  }

  private static Map<String, String> layer(ConnectionOptions options) {
    Map<String, String> values = new TreeMap<>();
    put(values, "host", options.host());
    put(values, "port", options.port());
    put(values, "user", options.user());
    String database = options.database();
    if (database != null && ConninfoParser.isConnectionString(database)) {
      merge(values, ConninfoParser.parse(database));
    } else {
      put(values, "dbname", database);
    }
    return values;
  }

  private static void put(Map<String, String> values, String keyword, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      values.put(keyword, value);
    }
  }
}
