package io.jbackup.scheduler.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where the service answers HTTP. Any address that is not loopback needs a token or TLS with
/// client certificates.
///
/// @param tokenFile whose first line is the bearer token
public record HttpSettings(InetSocketAddress listen, Optional<Path> tokenFile, Optional<Tls> tls) {
  /// PEM files; with `clientCa` only clients with a certificate of that authority are let in.
  public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}

  /// Whether not everybody who reaches the address is let in: it is loopback, or clients must show
  /// who they are.
  public boolean isGuarded() {
    return listen.getAddress().isLoopbackAddress()
        || tokenFile.isPresent()
        || tls.flatMap(Tls::clientCa).isPresent();
  }
}
