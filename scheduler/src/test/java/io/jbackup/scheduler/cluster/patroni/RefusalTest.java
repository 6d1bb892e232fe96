package io.jbackup.scheduler.cluster.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/// What TLS says itself is in [PatroniScenarios].
final class RefusalTest {
  private static final URI TLS = URI.create("https://u6:8008");
  private static final URI PLAIN = URI.create("http://u6:8008");

  @Test
  void aConnectionThatIsCutMayMissAClientCertificate() {
    IOException cut = new SocketException("Connection reset");

    assertThat(Refusal.why(cut, TLS)).startsWith("Connection reset; ").contains("cert and key");
    assertThat(Refusal.why(cut, PLAIN)).isEqualTo("Connection reset");
    IOException ended = new EOFException("HTTP/1.1 header parser received no bytes");
    assertThat(Refusal.why(ended, TLS)).contains("client certificate", "cert and key");
  }

  @Test
  void whatIsNotForCertificatesKeepsItsWords() {
    assertThat(Refusal.why(new IOException(), TLS)).isEqualTo("IOException");
    assertThat(
            Refusal.why(new SSLHandshakeException("Received fatal alert: protocol_version"), TLS))
        .isEqualTo("Received fatal alert: protocol_version");
  }
}
