package io.jbackup.cli.crash;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between the program and its server, and can cut connections as a network does: without a
/// word.
final class Proxy implements Closeable {
  private final ServerSocket listener;
  private final int port;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();

  /// The two ends of one connection.
  private record Pair(Socket client, Socket server) {
    /// With a reset instead of an orderly end.
    void cut() throws IOException {
      for (Socket socket : List.of(client, server)) {
        try {
          socket.setSoLinger(true, 0);
        } catch (SocketException e) {
          if (!socket.isClosed()) {
            throw e;
          }
        }
        socket.close();
      }
    }
  }

  Proxy(int port) throws IOException {
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), port));
        pairs.add(pair);
        Thread.ofVirtual().start(() -> pump(pair.client(), pair.server()));
        Thread.ofVirtual().start(() -> pump(pair.server(), pair.client()));
      }
    } catch (IOException _) {
      // The listener was closed.
      return;
    }
  }

  private static void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // Cut, or ended by one side: the other learns of it by the closed socket.
      return;
    }
  }

  /// Cuts connections by their number, counted from 0 in the order they were made.
  void cut(int... numbers) throws IOException {
    for (int number : numbers) {
      pairs.get(number).cut();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Pair pair : pairs) {
      pair.cut();
    }
  }
}
