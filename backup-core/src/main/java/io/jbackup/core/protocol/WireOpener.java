package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import io.jbackup.core.connect.KeepAlive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/// Connects sockets; says nothing on them yet.
final class WireOpener {
  private final ConnectionTarget target;

  WireOpener(ConnectionTarget target) {
    this.target = target;
  }

  Wire open(HostAddress host) throws IOException {
    return switch (host) {
      case HostAddress.Unix unix -> openUnix(unix);
      case HostAddress.Tcp tcp -> openTcp(tcp);
    };
  }

  private static Wire openUnix(HostAddress.Unix unix) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(unix.socket()));
      return new ChannelWire(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SocketWire openTcp(HostAddress.Tcp tcp) throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(tcp.address())) {
      try {
        return connect(new InetSocketAddress(address, tcp.port()));
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure == null ? new IOException("the host name has no address") : failure;
  }

  private SocketWire connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      keepAlive(socket, target.keepAlive());
      socket.connect(address, (int) target.connectTimeout().toMillis());
      return new SocketWire(socket, socket);
    } catch (SocketTimeoutException e) {
      socket.close();
      IOException timeout =
          new SocketTimeoutException(
              "no answer within " + target.connectTimeout().toSeconds() + " s");
      timeout.initCause(e);
      throw timeout;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void keepAlive(Socket socket, KeepAlive settings) throws IOException {
    if (!settings.enabled()) {
      return;
    }
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    if (settings.idleSeconds() > 0) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, settings.idleSeconds());
    }
    if (settings.intervalSeconds() > 0) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, settings.intervalSeconds());
    }
    if (settings.count() > 0) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, settings.count());
    }
  }
}
