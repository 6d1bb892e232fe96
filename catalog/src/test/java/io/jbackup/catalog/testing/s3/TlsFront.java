package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/// Answers over TLS and passes everything on to a server without it. What is cut on one side is cut
/// on the other.
public final class TlsFront implements AutoCloseable {
  private final URI server;
  private final Acceptor acceptor;

  private TlsFront(URI server, TestCertificate certificate) {
    this.server = server;
    acceptor = Acceptor.start(certificate.context().getServerSocketFactory(), this::serve);
  }

  public static TlsFront before(URI server, TestCertificate certificate) {
    return new TlsFront(server, certificate);
  }

  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + acceptor.port());
  }

  private void serve(Socket client) throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      passBoth(client, upstream);
    }
  }

  /// Until one side ends.
  static void passBoth(Socket client, Socket upstream) {
    try {
      Thread up = Thread.ofVirtual().start(() -> pass(client, upstream));
      pass(upstream, client);
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until one side ends; then both are closed.
  private static void pass(Socket from, Socket to) {
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
    } catch (IOException _) {
      // Each side learns of it by the closed socket.
      return;
    }
  }

  @Override
  public void close() {
    acceptor.close();
  }
}
