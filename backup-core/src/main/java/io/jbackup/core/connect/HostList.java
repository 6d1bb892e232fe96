package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keywords host, hostaddr and port as a list: as many ports as hosts, or one for all.
final class HostList {
  private static final int DEFAULT_PORT = 5432;

  private final Map<String, String> values;
  private final List<Path> socketDirectories;

  HostList(Map<String, String> values, List<Path> socketDirectories) {
    this.values = values;
    this.socketDirectories = socketDirectories;
  }

  List<HostAddress> hosts() {
    List<String> addresses = split("hostaddr");
    List<String> names = split("host");
    int count = Math.max(1, Math.max(names.size(), addresses.size()));
    if (!names.isEmpty() && !addresses.isEmpty() && names.size() != addresses.size()) {
      throw mismatch("hostaddr", addresses.size(), count);
    }
    List<String> ports = split("port");
    if (ports.size() > 1 && ports.size() != count) {
      throw mismatch("port", ports.size(), count);
    }
    List<HostAddress> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String port = ports.isEmpty() ? "" : ports.get(ports.size() == 1 ? 0 : i);
      hosts.add(host(at(names, i), at(addresses, i), port(port)));
    }
    return hosts;
  }

  private HostAddress host(String name, String address, int port) {
    if (!address.isEmpty()) {
      return new HostAddress.Tcp(name.isEmpty() ? address : name, address, port);
    }
    if (name.startsWith("@")) {
      throw new UsageException(
          "abstract socket \"" + name + "\" is not supported",
          "Use a socket directory (unix_socket_directories) or TCP.");
    }
    if (name.isEmpty()) {
      return new HostAddress.Unix(socketDirectory(port), port);
    }
    return name.startsWith("/")
        ? new HostAddress.Unix(Path.of(name), port)
        : new HostAddress.Tcp(name, name, port);
  }

  private Path socketDirectory(int port) {
    return socketDirectories.stream()
        .filter(directory -> Files.exists(new HostAddress.Unix(directory, port).socket()))
        .findFirst()
        .orElse(socketDirectories.getFirst());
  }

  private List<String> split(String keyword) {
    String value = values.getOrDefault(keyword, "");
    return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index).strip() : "";
  }

  private static int port(String text) {
    String digits = text.strip();
    if (digits.isEmpty()) {
      return DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw invalidPort(text, e);
    }
    throw invalidPort(text, null);
  }

  private static UsageException invalidPort(String text, @Nullable Throwable cause) {
    return new UsageException(
        "invalid port \"" + text + "\"", "A port is a number from 1 to 65535.", cause);
  }

  private static UsageException mismatch(String keyword, int given, int hosts) {
    return new UsageException(
        given + " values of \"" + keyword + "\" do not fit " + hosts + " hosts",
        "Give one value for each host, in the same order.");
  }
}
