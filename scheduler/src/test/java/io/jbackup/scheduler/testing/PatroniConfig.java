package io.jbackup.scheduler.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the configuration file of one Patroni node, as JSON, which is YAML too.
///
/// Keys by the Patroni 3.0 documentation, "YAML Configuration Settings". Times are the least that
/// Patroni accepts.
final class PatroniConfig {
  static final String SCOPE = "lab";

  private PatroniConfig() {}

  static void write(
      PatroniLab.Node node, int etcdPort, Optional<LabTls> tls, PatroniLabBuilder options)
      throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("scope", SCOPE);
    config.put("name", node.name());
    String address = "127.0.0.1:" + node.rest();
    Map<String, Object> api = map("listen", address, "connect_address", address);
    tls.ifPresent(files -> {
      api.putAll(
          map(
              "certfile", files.certificate("server").toString(),
              "keyfile", files.key("server").toString(),
              "cafile", files.authority().toString(),
              "verify_client", "required"));
      config.put(
          "ctl",
          map(
              "cacert", files.authority().toString(),
              "certfile", files.certificate("client").toString(),
              "keyfile", files.key("client").toString()));
    });
    config.put("restapi", api);
    config.put("etcd3", map("host", "127.0.0.1:" + etcdPort));
    config.put("bootstrap", bootstrap());
    config.put("postgresql", postgresql(node, options));
    config.put("tags", options.nofailover.contains(node.name()) ? map("nofailover", true) : map());
    options.adjust.accept(node.name(), config);
    Files.writeString(node.config(), new ObjectMapper().writeValueAsString(config));
  }

  private static Map<String, Object> bootstrap() {
    return map(
        "dcs",
            map(
                "ttl", 20,
                "loop_wait", 1,
                "retry_timeout", 3,
                "maximum_lag_on_failover", 1048576,
                "postgresql", map("use_pg_rewind", true, "use_slots", true)),
        "initdb",
            List.of(map("encoding", "UTF8"), map("locale", "C"), "data-checksums", "no-sync"));
  }

  private static Map<String, Object> postgresql(PatroniLab.Node node, PatroniLabBuilder options) {
    Map<String, Object> parameters =
        map(
            "unix_socket_directories", node.directory().toString(),
            "fsync", "off",
            "shared_buffers", "16MB",
            "wal_log_hints", "on",
            "wal_keep_size", "64MB",
            "logging_collector", "off");
    parameters.putAll(options.parameters);
    if (!options.archiveMode.equals("off")) {
      parameters.put("archive_mode", options.archiveMode);
      parameters.put("archive_command", options.archiveCommand.apply(node.name()));
    }
    Map<String, Object> section =
        map(
            "listen", "127.0.0.1:" + node.port(),
            "connect_address", "127.0.0.1:" + node.port(),
            "data_dir", node.data().toString(),
            "bin_dir", PatroniLab.BIN.toString(),
            "pgpass", node.directory().resolve("pgpass").toString(),
            "parameters", parameters,
            "authentication",
                map(
                    "superuser", map("username", "postgres"),
                    "replication", map("username", "replicator")));
    section.put(
        "pg_hba",
        List.of(
            "local all all trust",
            "local replication all trust",
            "host all all 127.0.0.1/32 trust",
            "host replication all 127.0.0.1/32 trust"));
    return section;
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
