package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import io.jbackup.core.connect.SslMode;
import io.jbackup.core.connect.TlsOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS sockets that trust and identify themselves as sslmode, sslrootcert, sslcert and sslkey say.
final class TlsSockets {
  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  private final ConnectionTarget target;
  private final TlsOptions tls;

  TlsSockets(ConnectionTarget target) {
    this.target = target;
    this.tls = target.tls();
  }

  /// Not shaken hands yet.
  SSLSocket over(Socket tcp, HostAddress.Tcp host) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(tcp, host.host(), host.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(protocols());
    if (tls.mode() == SslMode.VERIFY_FULL) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (tls.direct()) {
      parameters.setApplicationProtocols(new String[] {"postgresql"});
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  private String[] protocols() {
    int from = Math.max(VERSIONS.indexOf(tls.minProtocol()), 0);
    int to = VERSIONS.indexOf(tls.maxProtocol());
    return VERSIONS.subList(from, to < 0 ? VERSIONS.size() : to + 1).toArray(new String[0]);
  }

  private SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConnectionException(
          "could not prepare TLS: " + e.getMessage(),
          "Check the files that sslrootcert, sslcert and sslkey name.",
          e);
    }
  }

  private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
    return tls.certificate().isEmpty()
        ? null
        : new KeyManager[] {
          ClientIdentity.load(tls.certificate().get(), tls.key(), target.passwords().keyPassword())
        };
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    boolean verify = tls.mode().compareTo(SslMode.VERIFY_CA) >= 0;
    // libpq verifies under "require" too when there is a root certificate.
    boolean optional = tls.mode() == SslMode.REQUIRE && Files.exists(tls.rootCertificate());
    if (!verify && !optional) {
      return new TrustManager[] {new TrustAnything()};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(tls.systemRoots() ? null : roots(tls.rootCertificate()));
    return factory.getTrustManagers();
  }

  private static KeyStore roots(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      throw new ConnectionException(
          "root certificate file " + file + " does not exist, but sslmode asks to verify",
          "Put the certificate authority's certificate there, name it with sslrootcert, or use"
              + " sslrootcert=system.");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate certificate : Arrays.asList(PemFiles.certificates(file))) {
      store.setCertificateEntry("root" + number++, certificate);
    }
    return store;
  }
}
