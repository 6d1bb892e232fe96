package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Makes the SDK's client over Java's own HTTP, which is the quickest to start of the SDK's. The
/// usual way of that client sets Java's TLS up at once, also where it is not wanted: here it serves
/// what goes through a proxy, and where there is no [NativeTls].
final class S3Http {
  private S3Http() {}

  /// @param endpoint empty for Amazon's
  static SdkHttpClient create(
      S3Settings settings, Map<String, String> environment, Optional<URI> endpoint) {
    String scheme = endpoint.map(URI::getScheme).orElse("https").toLowerCase(Locale.ROOT);
    if (!hasProxy(scheme, settings, environment)) {
      if (scheme.equals("http")) {
        return UrlConnectionHttpClient.create(uri -> connect(uri, settings, null));
      }
      if (settings.tls() == S3Settings.Tls.NATIVE && NativeTls.isAvailable()) {
        SSLSocketFactory tls = NativeTls.factory(trust(settings.caFile()));
        return new CertainTls(UrlConnectionHttpClient.create(uri -> connect(uri, settings, tls)));
      }
    }
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(settings.connectTimeout())
            .socketTimeout(settings.socketTimeout());
    settings
        .proxy()
        .ifPresent(
            proxy -> http.proxyConfiguration(ProxyConfiguration.builder().endpoint(proxy).build()));
    if (settings.caFile().isPresent()) {
      http.tlsTrustManagersProvider(() -> trust(settings.caFile()));
    }
    return new CertainTls(http.build());
  }

  private static boolean hasProxy(
      String scheme, S3Settings settings, Map<String, String> environment) {
    String variable = scheme + "_proxy";
    return settings.proxy().isPresent()
        || environment.containsKey(variable)
        || environment.containsKey(variable.toUpperCase(Locale.ROOT));
  }

  private static HttpURLConnection connect(
      URI uri, S3Settings settings, @Nullable SSLSocketFactory tls) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
      connection.setReadTimeout(Math.toIntExact(settings.socketTimeout().toMillis()));
      if (tls != null && connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(tls);
      }
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without a file the authorities are those of Java.
  private static TrustManager[] trust(Optional<Path> file) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(file.isPresent() ? authorities(file.get()) : null);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          "could not read the certificates in \""
              + file.map(Path::toString).orElse("cacerts of Java")
              + "\": "
              + e.getMessage(),
          "ca-file of the S3 settings must be a PEM file with certificates.",
          e);
    }
  }

  private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new CertificateException("there is none in it");
      }
      return store;
    }
  }
}
