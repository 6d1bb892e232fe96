package io.jbackup.scheduler.cluster.patroni;

import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why Patroni did not answer, and what to set where it is for a certificate.
final class Refusal {
  private Refusal() {}

  static String why(IOException failure, URI url) {
    String reason =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    if (isOurVerdict(failure)) {
      return "its certificate is not to be trusted ("
          + reason
          + "): let ca of cluster.patroni name the authority that has signed restapi.certfile,"
          + " and url a name that is in it";
    }
    if (isPatronisVerdict(failure)) {
      return "it refuses the client certificate, or misses one ("
          + reason
          + "): let cert and key of cluster.patroni be signed by an authority of restapi.cafile";
    }
    if (url.getScheme().equals("https")
        && reason.matches("(?i).*(connection reset|broken pipe|received no bytes|closed|eof).*")) {
      return reason
          + "; that is how it may look when it misses a client certificate:"
          + " see cert and key of cluster.patroni";
    }
    return reason;
  }

  private static boolean isOurVerdict(IOException failure) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /// Java tells the alerts of TLS apart by nothing but their text.
  private static boolean isPatronisVerdict(IOException failure) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      String text = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (at instanceof SSLException
          && text.contains("received fatal alert")
          && text.matches(".*(certificate|unknown_ca|handshake_failure|access_denied).*")) {
        return true;
      }
    }
    return false;
  }
}
