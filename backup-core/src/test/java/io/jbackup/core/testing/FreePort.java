package io.jbackup.core.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that tests start.
///
/// Taken below the range from which Linux gives ports to outgoing connections (32768, by
/// `net.ipv4.ip_local_port_range`), and at random: a port stays free until its server is up, also
/// when several JVMs run tests at once, and while a server is restarted on it.
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;

  private FreePort() {}

  /// A port of 127.0.0.1 on which nobody listens.
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
