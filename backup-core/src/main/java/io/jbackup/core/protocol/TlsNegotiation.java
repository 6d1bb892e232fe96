package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// Puts TLS on a TCP connection: SSLRequest, one byte of answer, handshake (PostgreSQL
/// documentation, "SSL Session Encryption").
final class TlsNegotiation {
  private static final int SSL_REQUEST = 80877103;

  private final ConnectionTarget target;

  TlsNegotiation(ConnectionTarget target) {
    this.target = target;
  }

  /// The same wire when the server has no TLS and sslmode allows to go on without.
  Wire negotiate(SocketWire wire, HostAddress.Tcp host) throws IOException {
    if (!target.tls().direct() && !serverAgrees(wire)) {
      if (target.tls().mode().demandsTls()) {
        throw new SSLException(
            "the server does not support TLS, but sslmode="
                + target.tls().mode().keyword()
                + " demands it");
      }
      return wire;
    }
    SSLSocket tls = new TlsSockets(target).over(wire.tcp(), host);
    tls.startHandshake();
    return new SocketWire(wire.tcp(), tls);
  }

  private static boolean serverAgrees(Wire wire) throws IOException {
    new MessageWriter().beginUntyped().putInt(SSL_REQUEST).send(wire);
    // One byte and no more: what follows a plain 'S' would not be protected (CVE-2021-23222).
    ByteBuffer answer = ByteBuffer.allocate(1);
    if (wire.read(answer) < 1) {
      throw new IOException("the server closed the connection when it was asked for TLS");
    }
    return switch (answer.get(0)) {
      case 'S' -> true;
      case 'N' -> false;
      default ->
          throw new ProtocolViolation(
              "the request for TLS was answered with " + MessageReader.describe(answer.get(0)));
    };
  }
}
