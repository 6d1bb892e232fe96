package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The connection keywords of libpq 15-18 and the environment variables that go with them
/// (PostgreSQL documentation, "Parameter Key Words" and "Environment Variables").
final class Keywords {
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGHOSTADDR", "hostaddr"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGPASSFILE", "passfile"),
          Map.entry("PGSERVICE", "service"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLCERTMODE", "sslcertmode"),
          Map.entry("PGSERVICEFILE", "servicefile"),
          Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
          Map.entry("PGSSLCRL", "sslcrl"),
          Map.entry("PGSSLCRLDIR", "sslcrldir"),
          Map.entry("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
          Map.entry("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
          Map.entry("PGREQUIREPEER", "requirepeer"),
          Map.entry("PGREQUIREAUTH", "require_auth"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGAPPNAME", "application_name"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGGSSENCMODE", "gssencmode"),
          Map.entry("PGOPTIONS", "options"));

  private static final Set<String> USED =
      Set.of(
          "host",
          "hostaddr",
          "port",
          "dbname",
          "user",
          "password",
          "passfile",
          "service",
          "servicefile",
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslpassword",
          "sslcertmode",
          "sslnegotiation",
          "ssl_min_protocol_version",
          "ssl_max_protocol_version",
          "connect_timeout",
          "application_name",
          "fallback_application_name",
          "target_session_attrs",
          "channel_binding",
          "gssencmode",
          "options",
          "keepalives",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count");

  /// Those that ask for something this client does anyway or that has no meaning for it.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "client_encoding",
          "replication",
          "sslcompression",
          "sslsni",
          "tcp_user_timeout",
          "load_balance_hosts",
          "krbsrvname",
          "gsslib",
          "gssdelegation",
          "sslkeylogfile",
          "min_protocol_version",
          "max_protocol_version");

  /// Those that restrict what is trusted: leaving them out silently would weaken a connection.
  private static final Set<String> REFUSED =
      Set.of(
          "sslcrl",
          "sslcrldir",
          "requirepeer",
          "require_auth",
          "scram_client_key",
          "scram_server_key",
          "oauth_issuer",
          "oauth_client_id",
          "oauth_client_secret",
          "oauth_scope");

  private Keywords() {}

  static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    ENVIRONMENT.forEach((variable, keyword) -> {
      String value = environment.get(variable);
      if (value != null && !value.isEmpty()) {
        check(keyword, "environment variable " + variable);
        values.put(keyword, value);
      }
    });
    return values;
  }

  /// Throws UsageException when the keyword does not exist or is not supported.
  static void check(String keyword, String source) {
    if (USED.contains(keyword) || WITHOUT_EFFECT.contains(keyword)) {
      return;
    }
    if (REFUSED.contains(keyword)) {
      throw new UsageException(
          "connection option \"" + keyword + "\" (" + source + ") is not supported",
          "Leave it out, and restrict the connection on the server's side (pg_hba.conf).");
    }
    throw new UsageException(
        "unknown connection option \"" + keyword + "\" in " + source,
        "Known are libpq's keywords: host, port, dbname, user, sslmode, service, passfile, …");
  }
}
