package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the server refuses is named, with what to do about it; no backup is left behind.
final class ServerMistakesIT {
  @TempDir Path directory;
  private PostgresServer server;
  private String catalog = "";

  @BeforeEach
  void startServer() throws Exception {
    server =
        PostgresServer.version(18)
            .hba("host replication secret 127.0.0.1/32 scram-sha-256")
            .hba("host replication unlisted 127.0.0.1/32 reject")
            .start();
    server.sql(
        "create role secret login replication password 'right'",
        "create role unlisted login replication",
        "create role weak login");
    catalog = directory.resolve("catalog").toString();
    new CommandLine().run("init", "-B", catalog);
    assertThat(
            new CommandLine()
                .run(
                    "add-instance",
                    "-B",
                    catalog,
                    "--instance=node",
                    "-D",
                    server.dataDirectory().toString())
                .exit())
        .isZero();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private CommandLine.Outcome backup(CommandLine line, int port, String user) {
    return line.run(
        "backup",
        "-B",
        catalog,
        "--instance=node",
        "-b",
        "full",
        "--stream",
        "-h",
        server.host(),
        "-p",
        Integer.toString(port),
        "-U",
        user,
        "-w");
  }

  private static void assertRefused(CommandLine.Outcome outcome, int exit, String... words) {
    assertThat(outcome.err()).contains(words);
    assertThat(outcome.err().lines().filter(line -> line.startsWith("ERROR: "))).hasSize(1);
    assertThat(outcome.err().lines().filter(line -> line.startsWith("HINT: "))).hasSize(1);
    assertThat(outcome.exit()).isEqualTo(exit);
  }

  private List<String> backups() {
    String shown = new CommandLine().run("show", "-B", catalog, "--instance=node").out();
    return shown.lines().skip(3).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "secret, password authentication failed",
    "unlisted, pg_hba.conf",
    "weak, REPLICATION",
    "nobody, nobody",
  })
  void aRoleThatMayNotIsNamed(String user, String word) {
    CommandLine line = new CommandLine().with("PGPASSWORD", "wrong");

    assertRefused(backup(line, server.port(), user), 5, user, word);
    assertThat(backups()).isEmpty();
  }

  @Test
  void aPasswordFileThatOthersCanReadIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("pgpass"), "*:*:*:*:right\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CommandLine line = new CommandLine().with("PGPASSFILE", file.toString());

    assertRefused(backup(line, server.port(), "secret"), 5, file.toString(), "chmod 600");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    CommandLine.Outcome archive =
        line.run(
            "add-instance",
            "-B",
            catalog,
            "--instance=again",
            "-h",
            server.host(),
            "-p",
            Integer.toString(server.port()),
            "-U",
            "secret");
    assertThat(archive.exit()).as(archive.err()).isZero();
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    assertRefused(backup(new CommandLine(), 1, "postgres"), 5, "127.0.0.1:1");
    assertThat(backups()).isEmpty();
  }

  @Test
  void tooFewWalSendersAreNamed() throws Exception {
    server.stop(StopMode.FAST);
    try (PostgresServer narrow =
        PostgresServer.onDirectory(18, server.dataDirectory())
            .setting("max_wal_senders", "1")
            .start()) {
      CommandLine.Outcome outcome = backup(new CommandLine(), narrow.port(), "postgres");

      assertRefused(outcome, 5, "max_wal_senders");
      assertThat(backups()).allMatch(line -> line.contains(" ERROR "));
    }
  }

  @Test
  void anotherClusterIsRefused() throws Exception {
    try (PostgresServer other = PostgresServer.version(18).start()) {
      assertRefused(
          backup(new CommandLine(), other.port(), "postgres"), 4, "system identifier", "node");
    }
    assertThat(backups()).isEmpty();
  }

  @Test
  void anotherMajorVersionIsRefused() throws Exception {
    Path config = Path.of(catalog, "backups/node/jbackup.conf");
    String old = Files.readString(config).replace("server-version = 18", "server-version = 17");
    Files.writeString(config, old);

    assertRefused(backup(new CommandLine(), server.port(), "postgres"), 4, "17", "18");
    assertThat(backups()).isEmpty();
  }

  @Test
  void minimalWalIsNamed() throws Exception {
    try (PostgresServer minimal =
        PostgresServer.version(18)
            .setting("wal_level", "minimal")
            .setting("max_wal_senders", "0")
            .start()) {
      CommandLine.Outcome outcome =
          new CommandLine()
              .run(
                  "add-instance",
                  "-B",
                  catalog,
                  "--instance=minimal",
                  "-h",
                  minimal.host(),
                  "-p",
                  Integer.toString(minimal.port()),
                  "-U",
                  "postgres");

      assertRefused(outcome, 5, "wal_level = replica");
    }
  }
}
