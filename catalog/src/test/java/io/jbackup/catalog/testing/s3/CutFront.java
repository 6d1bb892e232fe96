package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// Cuts the first connections to a server before it has said a word, and passes all others on.
public final class CutFront implements AutoCloseable {
  private final URI server;
  private final int cut;
  private final AtomicInteger connections = new AtomicInteger();
  private final Acceptor acceptor;

  private CutFront(URI server, int cut) {
    this.server = server;
    this.cut = cut;
    acceptor = Acceptor.start(ServerSocketFactory.getDefault(), this::serve);
  }

  /// One that cuts the first `cut` connections.
  public static CutFront before(URI server, int cut) {
    return new CutFront(server, cut);
  }

  public URI endpoint() {
    return URI.create(server.getScheme() + "://127.0.0.1:" + acceptor.port());
  }

  /// How many there were so far.
  public int connections() {
    return connections.get();
  }

  private void serve(Socket client) throws IOException {
    if (connections.incrementAndGet() <= cut) {
      client.getInputStream().read();
      return;
    }
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      TlsFront.passBoth(client, upstream);
    }
  }

  @Override
  public void close() {
    acceptor.close();
  }
}
