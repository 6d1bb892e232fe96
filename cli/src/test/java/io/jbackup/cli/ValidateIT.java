package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Validation by the assembled program.
final class ValidateIT {
  private static final Pattern ID = Pattern.compile("backup ID: ([0-9A-Z]+)");

  @TempDir Path directory;
  private PostgresServer server;
  private Map<String, String> environment = Map.of();
  private String id = "";

  @BeforeEach
  void takeBackup() throws Exception {
    Path catalog = directory.resolve("catalog");
    server = PostgresServer.version(18).archiveCommand("cp %p " + catalog + "/wal/node/%f").start();
    environment =
        Map.of(
            "BACKUP_PATH",
            catalog.toString(),
            "PGHOST",
            server.host(),
            "PGPORT",
            Integer.toString(server.port()),
            "PGUSER",
            server.user());
    run(0, "init");
    run(0, "add-instance", "--instance", "node");
    server.share(catalog.resolve("wal/node"));
    Matcher matcher =
        ID.matcher(run(0, "backup", "--instance=node", "-b", "full", "--stream", "--compress"));
    assertThat(matcher.find()).isTrue();
    id = matcher.group(1);
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private String run(int expected, String... words) throws Exception {
    try (Program program = Program.start(directory, environment, words)) {
      assertThat(program.exit()).as(program.output()).isEqualTo(expected);
      return program.output();
    }
  }

  private void flip(String prefix) throws Exception {
    Path folder = directory.resolve("catalog/backups/node/" + id);
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
              .findFirst()
              .orElseThrow();
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(bytes.length() / 2);
        int old = bytes.read();
        bytes.seek(bytes.length() / 2);
        bytes.write(old ^ 1);
      }
    }
  }

  @Test
  void damageIsToldMarkedAndForgottenOnceItIsMended() throws Exception {
    assertThat(run(0, "validate"))
        .containsSubsequence(
            "INFO: Validate backups of the instance 'node'\n",
            "INFO: Validating backup " + id + "\n",
            "INFO: Backup " + id + " data files are valid\n",
            "INFO: Backup " + id + " WAL segments are valid\n",
            "INFO: All backups are valid\n");
    flip("base.tar");
    assertThat(run(8, "validate", "--instance=node", "-j", "2", "--progress"))
        .containsSubsequence(
            "WARNING: archive ",
            "WARNING: Backup " + id + " data files are corrupted\n",
            "WARNING: Backup " + id + " is marked CORRUPT\n",
            "WARNING: Some backups are not valid\n");
    assertThat(run(0, "show", "--instance=node")).contains(" CORRUPT ");
    assertThat(run(8, "validate", "--instance=node", "-i", id))
        .contains("WARNING: Backup " + id + " is not valid\n");
    flip("base.tar");
    assertThat(run(0, "validate", "--instance=node", "-i", id, "--skip-block-validation"))
        .contains("INFO: Backup " + id + " is marked OK, it was CORRUPT\n")
        .contains("INFO: Backup " + id + " is valid\n");
    assertThat(run(0, "show", "--instance=node")).contains(" OK ");
  }

  @Test
  void targetsAreAnswered() throws Exception {
    server.sql("create table t (a int)", "select pg_create_restore_point('here')");
    server.awaitArchived(server.switchWal());
    assertThat(run(0, "validate", "--instance=node", "--recovery-target-name=here"))
        .containsPattern(
            "INFO: Backup validation completed successfully on time .+, xid \\d+ and LSN [0-9A-F]+/[0-9A-F]+ with backup "
                + id
                + "\n");
    assertThat(run(9, "validate", "--instance=node", "--time=2099-01-01"))
        .containsPattern(
            "WARNING: Recovery can be done up to time .+, xid \\d+ and LSN [0-9A-F]+/[0-9A-F]+\n")
        .contains("ERROR: Not enough WAL records to time 2099-01-01 00:00:00");
    assertThat(run(0, "validate", "--instance=node", "--immediate", "-i", id)).contains(id);
    assertThat(run(0, "validate", "--instance=node", "--recovery-target=latest")).contains(id);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws Exception {
    assertThat(run(2, "validate", "-i", id))
        .contains("ERROR: Required parameter not specified: --instance");
    assertThat(run(2, "validate", "--immediate")).contains("--instance");
    assertThat(run(3, "validate", "--instance=node", "-i", "AAAAAA"))
        .contains("ERROR: Requested backup \"AAAAAA\" is not found.");
    run(2, "validate", "--instance=node", "--recovery-target-action=promote", "--immediate");
  }
}
