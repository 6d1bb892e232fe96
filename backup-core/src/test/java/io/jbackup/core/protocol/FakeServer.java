package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A server that follows a script: the first connection gets the first one, and so on.
final class FakeServer implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 30_000;

  private final ServerSocket listener;
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new ArrayList<>();

  interface Script {
    void run(Peer peer) throws IOException;
  }

  FakeServer(Script... scripts) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(DEADLINE_MILLIS);
    threads.add(Thread.ofPlatform().start(() -> accept(scripts)));
  }

  private void accept(Script... scripts) {
    for (Script script : scripts) {
      try (Socket socket = listener.accept()) {
        socket.setSoTimeout(DEADLINE_MILLIS);
        script.run(new Peer(socket));
      } catch (IOException | AssertionError e) {
        failures.add(e);
      }
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Where this server is, without TLS unless `more` says otherwise.
  ConnectionTarget target(String more) {
    return target(
        "host=127.0.0.1 sslmode=disable port=" + port() + " " + more, PasswordPrompter.NONE);
  }

  static ConnectionTarget target(String conninfo, PasswordPrompter prompter) {
    return new ConnectionResolver(Map.of(), Path.of("/nonexistent"), "me")
        .resolve(
            new ConnectionOptions(conninfo, null, null, null),
            ConnectionOptions.NONE,
            PasswordPolicy.IF_ASKED,
            prompter);
  }

  /// Waits for the scripts to end and throws what went wrong in them.
  @Override
  public void close() throws IOException {
    for (Thread thread : threads) {
      try {
        thread.join(DEADLINE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the fake server ends", e);
      }
    }
    listener.close();
    if (!failures.isEmpty()) {
      throw new AssertionError("the fake server's script failed", failures.getFirst());
    }
  }

  /// The client as the server sees it.
  static final class Peer {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
      socket.setTcpNoDelay(true);
    }

    Socket socket() {
      return socket;
    }

    void send(Bytes bytes) throws IOException {
      out.write(bytes.toArray());
      out.flush();
    }

    /// In pieces that never fit a message.
    void sendTorn(Bytes bytes) throws IOException {
      byte[] all = bytes.toArray();
      for (int at = 0, piece = 1; at < all.length; at += piece, piece = piece % 7 + 1) {
        out.write(all, at, Math.min(piece, all.length - at));
        out.flush();
      }
    }

    /// A startup packet: its code, then its content.
    DataInputStream startup() throws IOException {
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return new DataInputStream(new ByteArrayInputStream(body));
    }

    /// The next message as its type and its content as text.
    String message() throws IOException {
      char type = (char) in.readByte();
      return type + new String(body(), StandardCharsets.ISO_8859_1);
    }

    private byte[] body() throws IOException {
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return body;
    }

    /// Lets the client in without a password.
    void login() throws IOException {
      startup();
      send(new Bytes().welcome());
    }

    /// Waits until the client has closed the connection; what it still sends is dropped.
    void awaitClose() throws IOException {
      try {
        while (in.read() >= 0) {
          // dropped
        }
      } catch (SocketException _) {
        // a reset is an end, too
      }
    }
  }
}
