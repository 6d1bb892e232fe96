package io.jbackup.core.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.PostgresServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords and TLS with real servers.
final class AuthenticationIT {
  private static final int MAJOR = PostgresBinaries.newest();

  @TempDir private Path directory;

  @EveryPostgres
  void everyPasswordMethodWorksAndAWrongPasswordIsNamed(int major) throws Exception {
    try (var server =
        PostgresServer.version(major)
            .hba(
                "host replication scram 127.0.0.1/32 scram-sha-256",
                "host replication md5user 127.0.0.1/32 md5",
                "host replication clear 127.0.0.1/32 password",
                "host replication plain 127.0.0.1/32 trust",
                "local replication plain reject",
                "host replication stranger 127.0.0.1/32 reject")
            .start()) {
      server.sql(
          "create role scram login replication password 'pä''ss'",
          "create role clear login replication password 'clear'",
          "create role plain login",
          "set password_encryption = 'md5'; create role md5user login replication password 'md5'");
      open(server, "user=scram password='pä\\'ss'");
      open(server, "user=md5user password=md5");
      open(server, "user=clear password=clear");
      ConnectionException wrong = failure(server, "user=scram password=wrong");
      assertThat(wrong).hasMessageContaining("password authentication failed for user \"scram\"");
      assertThat(wrong.hint()).contains("PGPASSWORD").doesNotContain("wrong");
      assertThat(failure(server, "user=plain").hint())
          .isEqualTo("As a superuser: ALTER ROLE \"plain\" REPLICATION;");
      assertThat(failure(server, "user=absent").hint()).contains("CREATE ROLE \"absent\"");
    }
  }

  @Test
  void thePasswordFileIsUsedUnlessOthersMayReadIt() throws Exception {
    try (var server = scramServer().start()) {
      server.sql("create role scram login replication password 'secret'");
      Path file = directory.resolve("pgpass");
      Files.writeString(file, "127.0.0.1:" + server.port() + ":replication:scram:secret\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      open(server, "user=scram passfile=" + file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      ConnectionException failure = failure(server, "user=scram passfile=" + file);
      assertThat(failure).hasMessageContaining(file.toString());
      assertThat(failure.hint()).isEqualTo("chmod 600 " + file);
    }
  }

  @Test
  void theMissingLineOfTheAccessRulesIsShown() throws Exception {
    try (var server =
        PostgresServer.version(MAJOR)
            .hba("host replication nobody 127.0.0.1/32 reject", "local replication nobody reject")
            .start()) {
      server.sql("create role nobody login replication");
      assertThat(failure(server, "user=nobody").hint())
          .endsWith("host replication nobody 127.0.0.1/32 scram-sha-256");
      assertThat(failure(server, "user=nobody host=" + server.socketDirectory()).hint())
          .endsWith("local replication nobody scram-sha-256");
    }
  }

  @Test
  void usedUpWalSendersAreNamed() throws Exception {
    try (var server =
            PostgresServer.version(MAJOR)
                .setting("max_wal_senders", "1")
                .setting("max_replication_slots", "1")
                .start();
        var first = connection(server, "user=postgres")) {
      assertThat(first.serverMajor()).isEqualTo(MAJOR);
      assertThat(failure(server, "user=postgres").hint()).contains("max_wal_senders");
    }
  }

  @EveryPostgres
  void everySslmodeVerifiesWhatItPromises(int major) throws Exception {
    try (var server =
        tls(PostgresServer.version(major))
            .hba(
                "hostssl replication scram 127.0.0.1/32 scram-sha-256",
                "hostnossl replication scram 127.0.0.1/32 reject",
                "hostnossl replication plain 127.0.0.1/32 trust",
                "hostssl replication plain 127.0.0.1/32 reject")
            .start()) {
      server.sql(
          "create role scram login replication password 'secret'",
          "create role plain login replication");
      String ca = " user=scram password=secret sslrootcert=" + resource("ca.crt");
      assertThat(tlsOf(server, ca + " sslmode=prefer")).isEqualTo("t");
      assertThat(tlsOf(server, ca + " sslmode=allow")).isEqualTo("t");
      assertThat(tlsOf(server, ca + " sslmode=require channel_binding=require")).isEqualTo("t");
      assertThat(tlsOf(server, ca + " sslmode=verify-ca channel_binding=disable")).isEqualTo("t");
      assertThat(tlsOf(server, ca + " sslmode=verify-full")).isEqualTo("t");
      assertThat(tlsOf(server, ca + " sslmode=verify-full host=localhost hostaddr=127.0.0.1"))
          .isEqualTo("t");
      assertThat(tlsOf(server, " user=plain sslmode=prefer")).isEqualTo("f");
      assertThat(failure(server, ca + " sslmode=disable").hint()).contains("pg_hba.conf");

      String other = " user=scram password=secret sslrootcert=" + resource("otherca.crt");
      assertThat(failure(server, other + " sslmode=verify-ca")).hasMessageContaining("TLS failed");
      assertThat(failure(server, other + " sslmode=require")).hasMessageContaining("TLS failed");
      assertThat(
              failure(server, ca + " sslmode=verify-full host=db.example.org hostaddr=127.0.0.1"))
          .hasMessageContaining("TLS failed");
      ConnectionException missing =
          failure(server, "user=scram sslmode=verify-ca sslrootcert=/nonexistent/root.crt");
      assertThat(missing).hasMessageContaining("/nonexistent/root.crt does not exist");
      assertThat(missing.hint()).contains("sslrootcert");
    }
  }

  @Test
  void aClientCertificateOpensTheDoorInEveryFormOfKey() throws Exception {
    try (var server =
        tls(PostgresServer.version(MAJOR))
            .setting("ssl_ca_file", resource("ca.crt").toString())
            .hba("hostssl replication carol 127.0.0.1/32 cert", "host replication carol all reject")
            .start()) {
      server.sql("create role carol login replication");
      String rsa = "user=carol sslmode=require sslcert=" + resource("client-rsa.crt");
      String ec = "user=carol sslmode=require sslcert=" + resource("client-ec.crt");
      open(server, rsa + " sslkey=" + secret("client-rsa.key"));
      open(server, rsa + " sslkey=" + secret("client-rsa-pkcs1.key"));
      open(server, rsa + " sslpassword=secret sslkey=" + secret("client-rsa-encrypted.key"));
      open(server, ec + " sslkey=" + secret("client-ec.key"));
      open(server, ec + " sslkey=" + secret("client-ec-sec1.key"));
      assertThat(failure(server, rsa + " sslkey=" + secret("client-rsa-encrypted.key")))
          .hasMessageContaining("sslpassword is not given");
      assertThat(
              failure(
                  server, rsa + " sslpassword=wrong sslkey=" + secret("client-rsa-encrypted.key")))
          .hasMessageContaining("could not prepare TLS")
          .hasMessageNotContaining("wrong");
      assertThat(failure(server, rsa + " sslkey=" + resource("client-rsa.key")).hint())
          .startsWith("chmod 600");
      assertThat(failure(server, rsa + " sslkey=/nonexistent.key").hint()).contains("sslkey");
      assertThat(failure(server, rsa + " sslkey=" + secret("client-ec.key")))
          .hasMessageContaining("could not prepare TLS");
      assertThat(failure(server, "user=carol sslmode=require")).isNotNull();
    }
  }

  @Test
  void aBackupIsReadAndCancelledOverTls() throws Exception {
    try (var server = tls(PostgresServer.version(MAJOR)).start();
        var connection = connection(server, "user=postgres sslmode=require")) {
      BaseBackupStream backup = connection.baseBackup(BaseBackupOptions.builder("x").build());
      long bytes = 0;
      for (var event = backup.next(); event != BaseBackupStream.Event.END; event = backup.next()) {
        bytes += event == BaseBackupStream.Event.DATA ? backup.length() : 0;
      }
      assertThat(bytes).isGreaterThan(20 << 20);
      BaseBackupOptions slow = BaseBackupOptions.builder("x").maxRateKb(1024).build();
      connection.baseBackup(slow).close();
      server.await("select count(*) = 0 from pg_stat_replication");
    }
  }

  private static PostgresServerBuilder scramServer() {
    return PostgresServer.version(MAJOR).hba("host replication scram 127.0.0.1/32 scram-sha-256");
  }

  private PostgresServerBuilder tls(PostgresServerBuilder builder) throws IOException {
    return builder
        .setting("ssl", "on")
        .setting("ssl_cert_file", resource("server.crt").toString())
        .setting("ssl_key_file", secret("server.key").toString());
  }

  /// A file that group and others may read.
  private Path resource(String name) throws IOException {
    return copy(name, "rw-r--r--");
  }

  private Path secret(String name) throws IOException {
    return copy(name, "rw-------");
  }

  private Path copy(String name, String permissions) throws IOException {
    Path copy = directory.resolve(permissions.charAt(3) == 'r' ? "open-" + name : name);
    if (!Files.exists(copy)) {
      try (InputStream in = requireNonNull(getClass().getResourceAsStream("tls/" + name))) {
        Files.copy(in, copy);
      }
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(permissions));
    }
    return copy;
  }

  /// Whether the server sees TLS on the connection: t or f.
  private static String tlsOf(PostgresServer server, String options) throws Exception {
    try (var connection = connection(server, options)) {
      List<List<String>> rows =
          server.rows("select ssl from pg_stat_ssl where pid = " + connection.processId());
      return rows.getFirst().getFirst();
    }
  }

  private static void open(PostgresServer server, String options) {
    try (var connection = connection(server, options)) {
      assertThat(connection.identifySystem().timeline()).isEqualTo(1);
    }
  }

  private static ConnectionException failure(PostgresServer server, String options) {
    return requireNonNull(
        catchThrowableOfType(ConnectionException.class, () -> connection(server, options).close()));
  }

  private static ReplicationConnection connection(PostgresServer server, String options) {
    String place = "host=%s port=%d ".formatted(server.host(), server.port());
    return ReplicationConnection.open(
        FakeServer.target(place + options, PasswordPrompter.NONE), NoticeListener.IGNORE);
  }
}
