package io.jbackup.scheduler.testing;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// How a lab of Patroni nodes is to be made.
public final class PatroniLabBuilder {
  List<String> names = List.of("u4", "u5", "u6");
  final Set<String> nofailover = new LinkedHashSet<>(Set.of("u6"));
  final Map<String, String> parameters = new LinkedHashMap<>();
  Function<String, String> archiveCommand = _ -> "";
  String archiveMode = "off";
  BiConsumer<String, Map<String, Object>> adjust = (_, _) -> {};
  boolean onlyFirst;
  boolean version4;
  boolean tls;

  PatroniLabBuilder() {}

  /// The nodes; the first becomes the first leader. Default: u4, u5, u6.
  public PatroniLabBuilder nodes(String... nodes) {
    names = List.of(nodes);
    return this;
  }

  /// Which of them are tagged nofailover, instead of u6.
  public PatroniLabBuilder nofailover(String... nodes) {
    nofailover.clear();
    nofailover.addAll(List.of(nodes));
    return this;
  }

  /// Lets every node archive its WAL.
  ///
  /// @param mode `on` or `always`
  /// @param command by node name
  public PatroniLabBuilder archive(String mode, Function<String, String> command) {
    archiveMode = mode;
    archiveCommand = command;
    return this;
  }

  /// A setting of every server.
  public PatroniLabBuilder set(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  /// Changes a node's Patroni configuration (nested maps as in its YAML) before it is written:
  /// `create_replica_methods`, TLS of the REST API.
  public PatroniLabBuilder adjust(BiConsumer<String, Map<String, Object>> change) {
    adjust = change;
    return this;
  }

  /// Patroni 4 instead of Debian's 3.0: see [PatroniLab#version4()].
  public PatroniLabBuilder version4() {
    version4 = true;
    return this;
  }

  /// The REST API by TLS, and only for clients with a certificate: see [PatroniLab#tls()].
  public PatroniLabBuilder tls() {
    tls = true;
    return this;
  }

  /// Starts the first node alone; the others are started by [PatroniLab#start(String)].
  public PatroniLabBuilder onlyFirst() {
    onlyFirst = true;
    return this;
  }

  /// Starts etcd and the nodes, and waits until all is calm: one leader, the others streaming.
  public PatroniLab start() throws IOException {
    return PatroniLab.start(this);
  }
}
