package io.jbackup.catalog.store.s3;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Tells failures of TLS apart: a certificate that is not accepted now will not be at the next
/// attempt, while a connection that was cut may be whole then.
final class TlsFailures {
  private TlsFailures() {}

  /// Why the certificate of the other side was refused, also where that is wrapped; null for any
  /// other failure.
  static @Nullable CertificateException certificate(Throwable failure) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      switch (link) {
        case CertificateException e -> {
          return e;
        }
        case SSLPeerUnverifiedException e -> {
          return new CertificateException(e.getMessage());
        }
        default -> {}
      }
    }
    return null;
  }

  /// What to do about a certificate that was refused.
  static String hint(CertificateException refused) {
    if (isOfName(String.valueOf(refused.getMessage()))) {
      return "The store's certificate is for another host name: name the store by one that the"
          + " certificate has, in \"endpoint\" of the S3 settings or AWS_ENDPOINT_URL_S3, or give the"
          + " store a certificate with this name.";
    }
    return "Name the certificate authority of the store with \"ca-file\" in the S3 settings.";
  }

  /// By the words of Java's own check of host names, which both libraries use.
  private static boolean isOfName(String message) {
    return message.startsWith("No subject alternative")
        || message.startsWith("No name matching")
        || message.startsWith("Hostname ");
  }
}
