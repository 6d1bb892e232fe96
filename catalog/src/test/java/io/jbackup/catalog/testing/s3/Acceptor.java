package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/// Listens on a port of its own on 127.0.0.1 and serves each connection by a thread of its own.
final class Acceptor implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket socket;
  private final Service service;

  /// What is done with a connection, which is closed then. What fails is a cut connection: the
  /// client sees it as such.
  interface Service {
    void serve(Socket client) throws IOException;
  }

  private Acceptor(ServerSocket socket, Service service) {
    this.socket = socket;
    this.service = service;
  }

  static Acceptor start(ServerSocketFactory sockets, Service service) {
    try {
      ServerSocket socket =
          sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Acceptor acceptor = new Acceptor(socket, service);
      Thread.ofVirtual().start(acceptor::accept);
      return acceptor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // The listener was closed.
      return;
    }
  }

  private void serve(Socket client) {
    try (client) {
      service.serve(client);
    } catch (IOException _) {
      // The client learns of it by the closed socket.
      return;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
