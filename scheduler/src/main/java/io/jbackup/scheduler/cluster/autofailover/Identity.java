package io.jbackup.scheduler.cluster.autofailover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who a node is, by the file in which pg_autoctl 2.0 keeps it: INI with the sections `pg_autoctl`
/// (formation, name, hostname) and `postgresql` (port).
///
/// @param name the monitor's name for the node; empty for a node that was created without one
record Identity(String formation, Optional<String> name, String host, String port) {
  /// Where pg_autoctl keeps the configuration of a data directory.
  ///
  /// @param configurationHome `$XDG_CONFIG_HOME` of the user that runs PostgreSQL
  static Path file(Path configurationHome, Path pgdata) {
    Path absolute = pgdata.toAbsolutePath().normalize();
    return configurationHome
        .resolve("pg_autoctl")
        .resolve(absolute.getRoot().relativize(absolute))
        .resolve("pg_autoctl.cfg");
  }

  /// Throws IOException when the file cannot be read or names no node.
  static Identity read(Path file) throws IOException {
    Map<String, String> values = values(file);
    String host = values.getOrDefault("pg_autoctl.hostname", "");
    String port = values.getOrDefault("postgresql.port", "");
    Optional<String> name = Optional.ofNullable(values.get("pg_autoctl.name"));
    if (name.isEmpty() && (host.isEmpty() || port.isEmpty())) {
      throw new IOException(file + " names no node");
    }
    return new Identity(values.getOrDefault("pg_autoctl.formation", "default"), name, host, port);
  }

  private static Map<String, String> values(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    String section = "";
    for (String line : Files.readAllLines(file)) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        section = text.substring(1, text.length() - 1).strip();
      } else if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
        String value = text.substring(equals + 1).strip();
        if (!value.isEmpty()) {
          values.put(section + "." + text.substring(0, equals).strip(), value);
        }
      }
    }
    return values;
  }

  boolean is(Row row) {
    return name.isPresent()
        ? name.get().equals(row.name())
        : host.equals(row.host()) && port.equals(row.port());
  }
}
