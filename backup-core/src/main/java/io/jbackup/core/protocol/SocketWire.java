package io.jbackup.core.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// A TCP socket, with or without TLS on top.
final class SocketWire implements Wire {
  private final Socket tcp;
  private final Socket top;
  private final InputStream in;
  private final OutputStream out;

  /// @param tcp the socket itself, which close() closes: closing TLS first could wait for a writer
  /// @param top where bytes are read and written: `tcp` or a TLS socket over it
  SocketWire(Socket tcp, Socket top) throws IOException {
    this.tcp = tcp;
    this.top = top;
    this.in = top.getInputStream();
    this.out = top.getOutputStream();
  }

  Socket tcp() {
    return tcp;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    if (count > 0) {
      into.position(into.position() + count);
    }
    return count;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public String localAddress() {
    return tcp.getLocalAddress() == null ? "" : tcp.getLocalAddress().getHostAddress();
  }

  @Override
  public Optional<X509Certificate> serverCertificate() {
    if (!(top instanceof SSLSocket tls)) {
      return Optional.empty();
    }
    try {
      return tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }
}
