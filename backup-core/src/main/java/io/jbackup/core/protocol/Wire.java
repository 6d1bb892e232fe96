package io.jbackup.core.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// A connected byte stream. One thread reads while others write; close, from any thread, ends both.
interface Wire extends Closeable {
  /// Reads at least one byte into a buffer backed by an array; -1 at the end.
  int read(ByteBuffer into) throws IOException;

  void write(byte[] bytes, int offset, int length) throws IOException;

  /// This side's address as the server sees it; empty for a Unix socket.
  String localAddress();

  /// What the server showed in the TLS handshake; empty without TLS.
  Optional<X509Certificate> serverCertificate();
}
