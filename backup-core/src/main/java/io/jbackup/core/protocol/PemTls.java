package io.jbackup.core.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS for HTTP, client or server, from PEM files.
public final class PemTls {
  private static final char[] NO_PASSWORD = new char[0];

  private PemTls() {}

  /// A context that trusts and identifies itself by these files.
  ///
  /// @param authority whose certificates are trusted; empty for those of the system
  /// @param certificate of this side, with its chain; empty for none
  /// @param key of the certificate, not encrypted
  public static SSLContext context(
      Optional<Path> authority, Optional<Path> certificate, Optional<Path> key)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(certificate, key), trustManagers(authority), null);
    return context;
  }

  private static KeyManager @Nullable [] keyManagers(Optional<Path> certificate, Optional<Path> key)
      throws IOException, GeneralSecurityException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return null;
    }
    X509Certificate[] chain = PemFiles.certificates(certificate.get());
    PrivateKey secret =
        PemFiles.privateKey(key.get(), null, chain[0].getPublicKey().getAlgorithm());
    KeyStore store = empty();
    store.setKeyEntry("own", secret, NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(Optional<Path> authority)
      throws IOException, GeneralSecurityException {
    if (authority.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate : PemFiles.certificates(authority.get())) {
      store.setCertificateEntry("authority" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
