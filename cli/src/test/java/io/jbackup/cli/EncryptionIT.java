package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main verbs on an encrypted catalog, by the assembled program, with the catalog in a
/// directory.
class EncryptionIT {
  @TempDir Path directory;
  private PostgresServer server;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void startServer() throws Exception {
    server = PostgresServer.version(18).start();
    environment.putAll(catalog());
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
  }

  /// What tells the program where the catalog is.
  Map<String, String> catalog() {
    return Map.of("BACKUP_PATH", directory.resolve("catalog").toString());
  }

  /// All that is stored: names with contents.
  Map<String, byte[]> stored() throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory.resolve("catalog"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private String run(int code, String... words) throws Exception {
    try (Program program = Program.start(directory, environment, words)) {
      int exit = program.exit();
      assertThat(exit).as(program.output()).isEqualTo(code);
      return program.output();
    }
  }

  private Path segment() throws Exception {
    server.sql("create table customers_of_ours(name text)");
    server.sql("insert into customers_of_ours values ('Evelyn Secretperson')");
    server.sql("select pg_switch_wal()");
    return server.dataDirectory().resolve("pg_wal/000000010000000000000001");
  }

  private void requireNothingReadable() throws IOException {
    Map<String, byte[]> stored = stored();
    assertThat(stored).isNotEmpty();
    stored.forEach((name, content) ->
        assertThat(name + '\n' + new String(content, StandardCharsets.ISO_8859_1))
            .as(name)
            .doesNotContain(
                "customers_of_ours", "Secretperson", "pg_hba", "PG_VERSION", "pg_xact"));
  }

  @Test
  void theWholeJobIsDoneOnAnEncryptedCatalog() throws Exception {
    environment.put("JBACKUP_ENCRYPT_KEY_FILE", new Secrets(directory).key("key").toString());
    run(0, "init", "--encrypt");
    run(0, "add-instance", "--instance=node");
    Path wal = segment();
    String[] push = {
      "archive-push",
      "--instance=node",
      "--wal-file-path=" + wal,
      "--wal-file-name=" + wal.getFileName()
    };
    run(0, push);
    assertThat(run(0, push)).as("the same again").doesNotContain("ERROR");
    String backup = run(0, "backup", "--instance=node", "-b", "full", "--stream", "--temp-slot");
    assertThat(backup).contains("data files are valid");
    requireNothingReadable();

    assertThat(run(0, "show", "--instance=node")).containsPattern(" OK +\n");
    assertThat(run(0, "show", "--instance=node", "--archive")).contains("000000010000000000000001");
    run(0, "validate", "--instance=node");
    run(0, "window", "--instance=node");
    Path fetched = directory.resolve("fetched");
    run(
        0,
        "archive-get",
        "--instance=node",
        "--wal-file-path=" + fetched,
        "--wal-file-name=" + wal.getFileName());
    assertThat(fetched).hasSameBinaryContentAs(wal);
    Path data = directory.resolve("restored");
    run(0, "restore", "--instance=node", "-D", data.toString(), "--recovery-target=immediate");
    assertThat(data.resolve("global/pg_control")).exists();
    assertThat(data.resolve("postgresql.auto.conf"))
        .content()
        .contains("JBACKUP_ENCRYPT_KEY_FILE=\"" + directory.resolve("key") + "\" ");

    Path changed = new Secrets(directory).key("changed");
    assertThat(run(0, "rotate-key", "--new-key-file=" + changed))
        .contains("Data keys wrapped anew: 2");
    assertThat(run(3, "validate", "--instance=node"))
        .contains("ERROR: the key that was given does not open this catalog\nHINT: ");
    environment.put("JBACKUP_ENCRYPT_KEY_FILE", changed.toString());
    run(0, "validate", "--instance=node");
    environment.remove("JBACKUP_ENCRYPT_KEY_FILE");
    assertThat(run(3, "show")).contains("ERROR: the catalog is encrypted, and no key was given\n");
  }

  @Test
  void aHostWithThePublicKeyWritesAndCannotRead() throws Exception {
    Secrets secrets = new Secrets(directory);
    Path identity = secrets.identity();
    environment.put("JBACKUP_ENCRYPT_RECIPIENT", secrets.recipient(identity));
    run(0, "init", "--encrypt");
    run(0, "add-instance", "--instance=node");
    Path wal = segment();
    run(
        0,
        "archive-push",
        "--instance=node",
        "--wal-file-path=" + wal,
        "--wal-file-name=" + wal.getFileName());
    assertThat(run(0, "backup", "--instance=node", "-b", "full", "--stream", "--temp-slot"))
        .contains("was not read back: this host can encrypt and not decrypt");
    requireNothingReadable();
    assertThat(run(0, "show", "--instance=node")).containsPattern(" DONE +\n");
    String refused = "this host can write what is encrypted, and not read it\nHINT: ";
    Path data = directory.resolve("restored");
    assertThat(run(3, "validate", "--instance=node")).contains(refused);
    assertThat(run(3, "restore", "--instance=node", "-D", data.toString())).contains(refused);
    assertThat(data).doesNotExist();

    run(0, "validate", "--instance=node", "--decrypt-identity-file=" + identity);
    assertThat(run(0, "show", "--instance=node")).containsPattern(" OK +\n");
    run(
        0,
        "restore",
        "--instance=node",
        "-D",
        data.toString(),
        "--decrypt-identity-file=" + identity);
    assertThat(data.resolve("global/pg_control")).exists();
  }
}
