package io.jbackup.core.connect;

import java.nio.file.Path;

/// One place where a server may listen.
public sealed interface HostAddress {
  int port();

  /// A TCP host.
  ///
  /// @param host the name that certificates and password files are compared with
  /// @param address what to connect to: libpq's `hostaddr`, or the host itself
  record Tcp(String host, String address, int port) implements HostAddress {
    @Override
    public String toString() {
      return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /// A Unix domain socket.
  record Unix(Path directory, int port) implements HostAddress {
    /// PostgreSQL's name for the socket file (UNIXSOCK_PATH in its pqcomm.h).
    public Path socket() {
      return directory.resolve(".s.PGSQL." + port);
    }

    @Override
    public String toString() {
      return socket().toString();
    }
  }
}
