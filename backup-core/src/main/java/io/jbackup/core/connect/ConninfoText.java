package io.jbackup.core.connect;

import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes a target as a conninfo string (PostgreSQL documentation, "Connection Strings").
final class ConninfoText {
  private ConninfoText() {}

  static String of(ConnectionTarget target) {
    StringBuilder text = new StringBuilder(80);
    append(text, "user", target.user());
    append(text, "host", list(target, ConninfoText::hostOf));
    append(text, "port", list(target, host -> Integer.toString(host.port())));
    TlsOptions tls = target.tls();
    append(text, "sslmode", tls.mode().keyword());
    if (tls.systemRoots()) {
      append(text, "sslrootcert", "system");
    } else if (tls.mode().compareTo(SslMode.REQUIRE) > 0) {
      append(text, "sslrootcert", tls.rootCertificate().toString());
    }
    tls.certificate()
        .ifPresent(certificate -> {
          append(text, "sslcert", certificate.toString());
          append(text, "sslkey", tls.key().toString());
        });
    if (target.sessionAttributes() != SessionAttributes.ANY) {
      append(text, "target_session_attrs", target.sessionAttributes().keyword());
    }
    return text.toString();
  }

  private static String list(ConnectionTarget target, Function<HostAddress, String> part) {
    return target.hosts().stream().map(part).collect(Collectors.joining(","));
  }

  private static String hostOf(HostAddress host) {
    return switch (host) {
      case HostAddress.Tcp tcp -> tcp.host();
      case HostAddress.Unix unix -> unix.directory().toString();
    };
  }

  private static void append(StringBuilder text, String keyword, String value) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(keyword).append('=').append(quote(value));
  }

  private static String quote(String value) {
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '\\');
    return plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
