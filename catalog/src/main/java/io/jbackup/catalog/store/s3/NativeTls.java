package io.jbackup.catalog.store.s3;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/// TLS by Conscrypt, which is BoringSSL. Java's own takes a third of a second to get ready and
/// encrypts slowly until it is compiled, too much for a program that the server starts for each
/// segment. Only the encryption is native: Java decides which certificates are trusted, and whether
/// they are the host's.
final class NativeTls {
  private NativeTls() {}

  /// Whether the library can be loaded: it is there for Linux and macOS, on x86-64 and AArch64.
  static boolean isAvailable() {
    return Conscrypt.isAvailable();
  }

  /// Where the library [#isAvailable()].
  static SSLSocketFactory factory(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
      context.init(null, trust, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS of BoringSSL does not start", e);
    }
  }
}
