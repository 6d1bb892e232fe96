package io.jbackup.scheduler.scenario;

import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.testing.AutoFailoverLab;
import io.jbackup.scheduler.testing.PatroniLab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service has to know of a lab, whoever manages its cluster.
sealed interface Scene {
  List<String> names();

  /// That of a node which runs.
  Path dataDirectory();

  /// How the service of a node connects to its server.
  String connection(String node);

  ClusterSource source(String node);

  /// The environment of a node's service.
  Map<String, String> environment(String node);

  record OfPatroni(PatroniLab lab) implements Scene {
    @Override
    public List<String> names() {
      return lab.names();
    }

    @Override
    public Path dataDirectory() {
      return lab.dataDirectory(lab.leader());
    }

    @Override
    public String connection(String node) {
      return "host=127.0.0.1 port=" + lab.port(node) + " user=postgres dbname=postgres";
    }

    @Override
    public ClusterSource source(String node) {
      return new ClusterSource.Patroni(
          lab.rest(node), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public Map<String, String> environment(String node) {
      return Map.of();
    }
  }

  record OfAutoFailover(AutoFailoverLab lab) implements Scene {
    @Override
    public List<String> names() {
      return lab.names();
    }

    @Override
    public Path dataDirectory() {
      return lab.dataDirectory("c");
    }

    @Override
    public String connection(String node) {
      return lab.connection(node);
    }

    @Override
    public ClusterSource source(String node) {
      return new ClusterSource.AutoFailover(lab.monitor("backup"), lab.dataDirectory(node));
    }

    @Override
    public Map<String, String> environment(String node) {
      return Map.of("XDG_CONFIG_HOME", lab.configurationHome(node).toString());
    }
  }
}
