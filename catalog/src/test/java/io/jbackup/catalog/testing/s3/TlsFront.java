package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers over TLS and passes everything on to a server without it. What is cut on one side is cut
/// on the other.
public final class TlsFront implements AutoCloseable {
  private final URI server;
  private final ServerSocket socket;
  private final List<IOException> cuts = new CopyOnWriteArrayList<>();

  private TlsFront(URI server, ServerSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  public static TlsFront before(URI server, TestCertificate certificate) {
    try {
      ServerSocket socket =
          certificate
              .context()
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      TlsFront front = new TlsFront(server, socket);
      Thread.ofVirtual().start(front::accept);
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + socket.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      cuts.add(e);
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      Thread up = Thread.ofVirtual().start(() -> pass(client, upstream));
      pass(upstream, client);
      up.join();
    } catch (IOException e) {
      cuts.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until one side ends; then both are closed.
  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 << 10];
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        out.flush();
        read = in.read(buffer);
      }
    } catch (IOException e) {
      cuts.add(e);
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
