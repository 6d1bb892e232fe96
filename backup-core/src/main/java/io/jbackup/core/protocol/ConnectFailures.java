package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import io.jbackup.core.connect.Passwords;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/// Names why no connection came about, and what to do about it.
final class ConnectFailures {
  private final ConnectionTarget target;
  private final boolean replication;

  ConnectFailures(ConnectionTarget target, boolean replication) {
    this.target = target;
    this.replication = replication;
  }

  ConnectionException of(HostAddress host, IOException e) {
    return new ConnectionException(
        "could not connect to PostgreSQL at "
            + host
            + " as user \""
            + target.user()
            + "\": "
            + reason(e),
        hint(host, e),
        e);
  }

  String reason(IOException e) {
    return switch (e) {
      case PasswordNeeded _ -> passwordReason();
      case LoginRefused refused -> refused.error().text();
      case UnknownHostException unknown ->
          "the host name \"" + unknown.getMessage() + "\" is not known";
      case SSLException tls -> "TLS failed: " + rootMessage(tls);
      case ProtocolViolation violation ->
          "what answers there does not speak PostgreSQL's protocol: " + violation.getMessage();
      default -> Objects.requireNonNullElse(e.getMessage(), e.toString());
    };
  }

  /// Why a certificate was not accepted stands at the end of the chain of causes.
  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Objects.requireNonNullElse(root.getMessage(), failure.toString());
  }

  private String passwordReason() {
    String reason = "the server asks for a password and none was supplied";
    return target.passwords().fileProblem().map(problem -> reason + "; " + problem).orElse(reason);
  }

  private String hint(HostAddress host, IOException e) {
    return switch (e) {
      case PasswordNeeded _ -> target.passwords().fileHint();
      case LoginRefused refused -> refusalHint(host, refused);
      case UnknownHostException _ -> "Check the host (-h, PGHOST) and the name service.";
      case SocketTimeoutException _ ->
          "Check host, port and firewalls; connect_timeout (PGCONNECT_TIMEOUT) sets how long to"
              + " wait.";
      case SSLException _ ->
          "Check sslmode, sslrootcert and the name in the server's certificate; verify-full"
              + " compares it with the host given.";
      case ProtocolViolation _ -> "Check that PostgreSQL listens on this host and port.";
      default -> unreachableHint(host);
    };
  }

  private static String unreachableHint(HostAddress host) {
    return switch (host) {
      case HostAddress.Tcp tcp ->
          "Is the server running there, and does it accept TCP connections on port "
              + tcp.port()
              + " (listen_addresses, port)?";
      case HostAddress.Unix unix ->
          "Is the server running on this machine with its socket in "
              + unix.directory()
              + " (unix_socket_directories)? For another place or host use -h and -p.";
    };
  }

  private String refusalHint(HostAddress host, LoginRefused refused) {
    return switch (refused.error().sqlState()) {
      case "28P01" -> passwordHint();
      case "28000" -> refused.byAccessRules() ? accessHint(host, refused) : roleHint(refused);
      case "42501" -> "As a superuser: ALTER ROLE \"" + target.user() + "\" REPLICATION;";
      case "53300" ->
          replication
              ? walSendersHint(refused.error())
              : "Raise max_connections or end other connections.";
      case "57P03" -> "Wait until the server has started, then try again.";
      case "3D000" -> "Name an existing database with -d.";
      default ->
          refused.error().hint().isEmpty()
              ? "The server's log may say more."
              : refused.error().hint();
    };
  }

  /// No WAL senders at all is how wal_level=minimal shows: that does not allow any.
  private static String walSendersHint(ServerError error) {
    return error.message().contains("(currently 0)")
        ? "The server allows no replication: set wal_level = replica (not minimal) and"
            + " max_wal_senders = 10, then restart it."
        : "Raise max_wal_senders (a streaming backup needs two) or end other replication"
            + " connections; see pg_stat_replication.";
  }

  private String passwordHint() {
    Passwords passwords = target.passwords();
    return "The password was "
        + passwords.origin()
        + ". "
        + passwords.fileProblem().map(problem -> problem + ".").orElse("Check it there.");
  }

  private String accessHint(HostAddress host, LoginRefused refused) {
    String database = replication ? "replication" : target.database();
    String line =
        switch (host) {
          case HostAddress.Tcp _ ->
              "host "
                  + database
                  + " "
                  + target.user()
                  + " "
                  + network(refused.clientAddress())
                  + " scram-sha-256";
          case HostAddress.Unix _ -> "local " + database + " " + target.user() + " scram-sha-256";
        };
    return "Add a line like this to pg_hba.conf, then SELECT pg_reload_conf(): " + line;
  }

  private static String network(String address) {
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    return plain + (plain.contains(":") ? "/128" : "/32");
  }

  private String roleHint(LoginRefused refused) {
    return switch (refused.error().routine()) {
      case "InitializeSessionUserId" ->
          "Create the role: CREATE ROLE \""
              + target.user()
              + "\" LOGIN REPLICATION; or name another one with -U.";
      case "auth_failed" ->
          "The matching line of pg_hba.conf asks for something else than a password (peer, ident,"
              + " cert): run as that operating system user, or change its method.";
      default -> "As a superuser: ALTER ROLE \"" + target.user() + "\" LOGIN REPLICATION;";
    };
  }
}
