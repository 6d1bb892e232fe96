package io.jbackup.core.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// A Unix domain socket.
final class ChannelWire implements Wire {
  private final SocketChannel channel;

  ChannelWire(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
    while (from.hasRemaining()) {
      channel.write(from);
    }
  }

  @Override
  public String localAddress() {
    return "";
  }

  @Override
  public Optional<X509Certificate> serverCertificate() {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
