package io.jbackup.core.protocol;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ChannelBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// One SCRAM-SHA-256 exchange, bound to the TLS channel where server and settings allow
/// (tls-server-end-point, RFC 5929).
final class ScramExchange {
  private static final String PLAIN = "SCRAM-SHA-256";
  private static final String BOUND = "SCRAM-SHA-256-PLUS";

  /// A hostile server could otherwise keep this side busy for hours.
  private static final int MAX_ITERATIONS = 10_000_000;

  private final ScramClient client;
  private boolean finished;

  private ScramExchange(ScramClient client) {
    this.client = client;
  }

  static ScramExchange choose(
      List<String> offered,
      String password,
      Optional<X509Certificate> certificate,
      ChannelBinding binding)
      throws IOException {
    boolean bind =
        certificate.isPresent() && offered.contains(BOUND) && binding != ChannelBinding.DISABLE;
    if (!bind && binding == ChannelBinding.REQUIRE) {
      throw new ConnectionException(
          "channel binding is required, but "
              + (certificate.isPresent() ? "the server does not offer it" : "TLS is not in use"),
          "Use sslmode=require or stricter and scram-sha-256, or channel_binding=prefer.");
    }
    if (!bind && !offered.contains(PLAIN)) {
      throw new ProtocolViolation("none of the SASL mechanisms " + offered + " is supported");
    }
    ScramClient.FinalBuildStage stage =
        ScramClient.builder()
            .advertisedMechanisms(List.of(bind ? BOUND : PLAIN))
            .username("*") // PostgreSQL takes the name from the startup message
            .password(password.toCharArray())
            .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION);
    if (bind) {
      stage.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, endPoint(certificate.get()));
    }
    return new ScramExchange(stage.build());
  }

  private static byte[] endPoint(X509Certificate certificate) throws IOException {
    try {
      return TlsServerEndpoint.getChannelBindingData(certificate);
    } catch (CertificateEncodingException e) {
      throw new IOException("the server's certificate cannot be used for channel binding", e);
    }
  }

  String mechanism() {
    return client.getScramMechanism().getName();
  }

  /// Whether the exchange proves that no one stands between.
  boolean bound() {
    return client.getScramMechanism().isPlus();
  }

  boolean finished() {
    return finished;
  }

  byte[] first() {
    return bytes(client.clientFirstMessage().toString());
  }

  byte[] next(String serverFirst) throws IOException {
    try {
      if (client.serverFirstMessage(serverFirst).getIterationCount() > MAX_ITERATIONS) {
        throw new ProtocolViolation("the server asks for too many SCRAM iterations");
      }
      return bytes(client.clientFinalMessage().toString());
    } catch (ScramException | IllegalArgumentException | IllegalStateException e) {
      throw violation(e);
    }
  }

  void finish(String serverFinal) throws IOException {
    try {
      client.serverFinalMessage(serverFinal);
      finished = true;
    } catch (ScramException | IllegalArgumentException | IllegalStateException e) {
      throw violation(e);
    }
  }

  private static ProtocolViolation violation(Exception e) {
    ProtocolViolation violation = new ProtocolViolation("SCRAM failed: " + e.getMessage());
    violation.initCause(e);
    return violation;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
