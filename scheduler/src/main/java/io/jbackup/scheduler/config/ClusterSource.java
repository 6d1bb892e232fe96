package io.jbackup.scheduler.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Who is asked about the cluster.
public sealed interface ClusterSource {
  /// Nobody but the server itself.
  record Plain() implements ClusterSource {}

  /// Patroni's REST API on this node.
  ///
  /// @param ca PEM file of the authority that signed the API's certificate
  /// @param certificate PEM file of the client certificate, with `key`
  record Patroni(URI url, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key)
      implements ClusterSource {}

  /// pg_auto_failover's monitor.
  ///
  /// @param monitor its connection URI, without a password
  /// @param pgdata this node's data directory, by which pg_autoctl's own configuration is found
  record AutoFailover(String monitor, Path pgdata) implements ClusterSource {}
}
