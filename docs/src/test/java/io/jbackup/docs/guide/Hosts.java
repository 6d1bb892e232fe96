package io.jbackup.docs.guide;

import io.jbackup.core.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The hosts of a cluster guide, and what they share.
final class Hosts implements AutoCloseable {
  /// Debian's place for what a cluster manager needs beside the server.
  static final Path POSTGRES = Path.of("/usr/lib/postgresql/15/bin");

  private static final List<String> PORTS =
      List.of("2379", "2380", "5000", "5432", "5433", "8008", "8680");

  private static final int NETWORKS = 254;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> dataDirectories;

  private Hosts(List<String> dataDirectories) {
    this.dataDirectories = dataDirectories;
  }

  /// @param work an empty directory
  /// @param names of the hosts; the last character is also that of their addresses
  /// @param dataDirectories of their servers, as the guide names them
  /// @param more environment variables of all commands: directories below that of each host
  static Hosts create(
      Path work, List<String> names, List<String> dataDirectories, Map<String, String> more)
      throws IOException {
    Path distribution =
        Files.createSymbolicLink(
            work.resolve("distribution"), Path.of("../cli/target/jbackup").toRealPath());
    String path =
        distribution.resolve("bin") + ":" + POSTGRES + ":" + System.getenv("PATH") + ":/usr/sbin";
    Hosts hosts = new Hosts(dataDirectories);
    Map<String, String> ports = new LinkedHashMap<>();
    PORTS.forEach(port -> ports.put(port, Integer.toString(FreePort.next())));
    // Another guide runs at the same time, and jbackup's service has the same port on all hosts.
    String network = "127.0." + (1 + ProcessHandle.current().pid() % NETWORKS) + ".";
    for (String name : names) {
      String number = name.substring(name.length() - 1);
      String address = network + number;
      Path directory = Files.createDirectory(work.resolve(name));
      Node node = new Node(name, directory, path, more);
      Place place = node.place();
      place.set("192.0.2.0/24", "127.0.0.0/8");
      for (String other : names) {
        String last = other.substring(other.length() - 1);
        place.set("192.0.2." + last, network + last);
      }
      place.set("127.0.0.1", address);
      place.set("0.0.0.0", address);
      ports.forEach(place::set);
      place.set("/opt/jbackup", distribution.toString());
      place.set("/pgsql/pg_backup", work.resolve("catalog").toString());
      place.set("/pgsql", directory.resolve("pgsql").toString());
      place.set("/var/run/postgresql", directory.resolve("run/postgresql").toString());
      place.set("/etc", directory.resolve("etc").toString());
      place.set("/var/lib/postgresql", directory.resolve("home").toString());
      hosts.nodes.put(name, node);
    }
    return hosts;
  }

  /// Whether the hosts find a program, beside those of jbackup.
  static boolean isInstalled(String program) {
    return Shell.finds(program, POSTGRES + ":/usr/sbin:" + System.getenv("PATH"));
  }

  List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no host " + name);
    }
    return node;
  }

  /// What the services of all hosts wrote last.
  String logs() {
    StringBuilder text = new StringBuilder();
    for (Node node : nodes.values()) {
      try {
        text.append(node.logs());
      } catch (IOException e) {
        text.append(node.name()).append(": ").append(e);
      }
    }
    return text.toString();
  }

  void powerLoss(String name) throws IOException {
    node(name).powerLoss(dataDirectories);
  }

  @Override
  public void close() throws IOException {
    for (String name : nodes.keySet()) {
      powerLoss(name);
    }
  }
}
