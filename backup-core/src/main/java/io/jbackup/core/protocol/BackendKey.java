package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Which server process serves a session, and the key to cancel what it does.
record BackendKey(ConnectionTarget target, HostAddress host, int processId, int secret) {
  private static final int CANCEL_REQUEST = 80877102;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Asks the server, over a connection of its own, to cancel the running command. The server
  /// closes that connection when the signal is sent.
  void cancel() throws IOException {
    ConnectionTarget patient = target.withConnectTimeout(PATIENCE);
    Wire socket = new WireOpener(patient).open(host);
    try (socket;
        Watchdog _ = Watchdog.over(socket, PATIENCE)) {
      Wire wire =
          target.tls().mode().demandsTls()
                  && socket instanceof SocketWire tcp
                  && host instanceof HostAddress.Tcp address
              ? new TlsNegotiation(patient).negotiate(tcp, address)
              : socket;
      new MessageWriter()
          .beginUntyped()
          .putInt(CANCEL_REQUEST)
          .putInt(processId)
          .putInt(secret)
          .send(wire);
      ByteBuffer nothing = ByteBuffer.allocate(1);
      while (wire.read(nothing) > 0) {
        nothing.clear();
      }
    }
  }

  @Override
  public String toString() {
    return host + " (process " + processId + ")";
  }
}
