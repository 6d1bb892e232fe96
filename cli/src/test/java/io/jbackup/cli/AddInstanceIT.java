package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AddInstanceIT {
  @TempDir Path directory;
  private String catalog = "";

  @BeforeEach
  void makeCatalog() {
    catalog = directory.resolve("catalog").toString();
    assertThat(new CommandLine().run("init", "-B", catalog).exit()).isZero();
  }

  private CommandLine.Outcome add(String name, String... more) {
    String[] words = new String[more.length + 5];
    words[0] = "add-instance";
    words[1] = "-B";
    words[2] = catalog;
    words[3] = "--instance";
    words[4] = name;
    System.arraycopy(more, 0, words, 5, more.length);
    return new CommandLine().run(words);
  }

  private List<String> config(String name) throws IOException {
    return Files.readAllLines(Path.of(catalog, "backups", name, "jbackup.conf"));
  }

  @EveryPostgres
  void theDirectoryAndTheServerSayTheSame(int version) throws Exception {
    try (PostgresServer server =
        PostgresServer.version(version).initdb("--wal-segsize=4").start()) {
      String data = server.dataDirectory().toString();
      String[] connection = {
        "-h", server.host(), "-p", Integer.toString(server.port()), "-U", server.user()
      };

      CommandLine.Outcome local = add("local", "-D", data, "--retention-window=7");
      CommandLine.Outcome remote = add("remote", connection);
      CommandLine.Outcome both =
          add("both", "-D", data, "-h", connection[1], "-p", connection[3], "-U", "postgres");

      assertThat(local.err()).isEqualTo("INFO: Instance 'local' successfully initialized\n");
      assertThat(remote.err()).isEqualTo("INFO: Instance 'remote' successfully initialized\n");
      assertThat(both.err()).isEqualTo("INFO: Instance 'both' successfully initialized\n");
      assertThat(config("local"))
          .contains(
              "pgdata = " + data,
              "server-version = " + version,
              "xlog-seg-size = 4194304",
              "retention-window = 7");
      assertThat(config("remote"))
          .containsAll(config("local").stream().filter(line -> line.contains("system-id")).toList())
          .contains("pghost = 127.0.0.1", "pgport = " + server.port(), "pguser = postgres")
          .noneMatch(line -> line.startsWith("pgdata "));
      assertThat(Path.of(catalog, "wal/both")).isDirectory();
    }
  }

  @Test
  void aServerThatIsNotTheDirectorysIsRefused() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).start();
        PostgresServer other = PostgresServer.version(18).start()) {
      CommandLine.Outcome outcome =
          add(
              "mixed",
              "-D",
              other.dataDirectory().toString(),
              "-h",
              server.socketDirectory().toString(),
              "-p",
              Integer.toString(server.port()),
              "-U",
              "postgres");

      assertThat(outcome.exit()).isEqualTo(4);
      assertThat(outcome.err()).contains("has system identifier").contains("HINT: ");
      assertThat(Path.of(catalog, "backups/mixed")).doesNotExist();
    }
  }

  @Test
  void aServerThatIsDownIsNoObstacleForItsDirectory() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).start()) {
      CommandLine.Outcome outcome =
          add("down", "-D", server.dataDirectory().toString(), "-h", directory.toString());

      assertThat(outcome.exit()).isZero();
      assertThat(outcome.err()).startsWith("WARNING: the data directory could not be compared");
    }
  }
}
