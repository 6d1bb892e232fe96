package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.Verb;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Backup and restore by the assembled program, with the catalog in a directory.
class BackupRestoreIT {
  private static final Pattern ID = Pattern.compile("backup ID: ([0-9A-Z]+)");

  @TempDir Path directory;
  PostgresServer server;
  Map<String, String> environment = Map.of();

  @BeforeEach
  void startServer() throws Exception {
    server = PostgresServer.version(18).start();
    environment = new HashMap<>(catalog());
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
    assertThat(run("init")).contains("successfully initialized");
    assertThat(run("add-instance", "--instance", "node")).contains("successfully initialized");
  }

  /// What tells the program where the catalog is.
  Map<String, String> catalog() throws IOException {
    return Map.of("BACKUP_PATH", directory.resolve("a catalog").toString());
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  final String run(String... words) throws Exception {
    return Program.run(directory, environment, words);
  }

  @Test
  void aBackupIsShownAndRestored() throws Exception {
    String backup =
        run("backup", "--instance=node", "-b", "full", "--stream", "--temp-slot", "--compress");
    String id = id(backup);

    assertThat(backup)
        .startsWith("INFO: Backup start, jbackup version: 0.1.0, instance: node, backup ID: " + id)
        .containsSubsequence(
            "INFO: Validating backup " + id + "\n",
            "INFO: Backup " + id + " data files are valid\n",
            "INFO: Backup " + id + " resident size: ");
    assertThat(backup.lines().filter(line -> line.contains("completed")).findFirst())
        .contains("INFO: Backup " + id + " completed");
    assertThat(run("show", "--instance", "node"))
        .containsPattern("\n node +18 +" + id + " +\\d.* FULL  STREAM .* OK +\n");

    Path data = directory.resolve("new data");
    assertThat(run("restore", "--instance", "node", "-D", data.toString(), "-j", "2"))
        .contains("INFO: Restore of backup " + id + " completed.\n", "INFO: Next command: ");
    assertThat(data.resolve("global/pg_control")).exists();
  }

  /// The heap has no room for the frames of so many.
  @Test
  void thereAreNoMoreThreadsThanMemoryHasRoomFor() throws Exception {
    String[] many = {"--instance=node", "-j", "64", "--log-level-console=log"};
    assertThat(run(with(many, "backup", "-b", "full", "--stream", "--temp-slot", "--compress")))
        .contains(" threads are used instead of 64: ");
    assertThat(run(with(many, "validate"))).contains(" threads are used instead of 64: ");
    Path data = directory.resolve("by many threads");
    assertThat(run(with(many, "restore", "-D", data.toString())))
        .contains(" threads are used instead of 64: ");
    assertThat(data.resolve("global/pg_control")).exists();
  }

  private static String[] with(String[] more, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aPlanTellsWhatARestoreWouldDoAndDoesNothing() throws Exception {
    String id =
        id(run("backup", "--instance=node", "-b", "full", "--stream", "--temp-slot", "--compress"));
    Path data = directory.resolve("planned");
    String text = run("restore", "--instance", "node", "-D", data.toString(), "--plan");
    assertThat(text)
        .contains("Backup " + id + " is chosen: the newest one that is complete on timeline 1\n")
        .containsPattern("\n  base\\.tar\\.zst: \\d+\\w+ stored, \\d+\\w+ unpacked\n")
        .containsPattern("\n  data directory: \"" + data + "\", needs \\d+MB, free ")
        .contains("Timelines: 1\n", "Recovery settings: none", "Nothing was written");
    assertThat(data).doesNotExist();

    try (Program plan =
        Program.start(
            directory,
            environment,
            "restore",
            "--instance=node",
            "-D",
            data.toString(),
            "--plan",
            "--recovery-target-time=2099-01-01 00:00:00+00")) {
      assertThat(plan.exit()).isEqualTo(9);
    }
    String json =
        run("restore", "--instance", "node", "-D", data.toString(), "--plan", "--format=json");
    assertThat(json).contains("\"backup\": \"" + id + "\"", "\"segments\": 0");
  }

  @Test
  void whatIsNotEmptyIsNotRestoredInto() throws Exception {
    run("backup", "--instance=node", "-b", "full", "--stream", "--temp-slot", "--no-validate");
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("mine"), "precious");

    try (Program restore =
        Program.start(
            directory, environment, "restore", "--instance=node", "-D", data.toString())) {
      assertThat(restore.exit()).isEqualTo(10);
      assertThat(restore.output())
          .contains("ERROR: Restore destination is not empty: \"" + data + "\"\nHINT: ");
    }
    assertThat(data)
        .isDirectoryContaining(path -> path.endsWith("mine"))
        .isDirectoryNotContaining(path -> path.endsWith("PG_VERSION"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsABackupInGoodOrder(String signal) throws Exception {
    try (Program backup =
        Program.start(
            directory,
            environment,
            "backup",
            "--instance=node",
            "-b",
            "full",
            "--stream",
            "--temp-slot",
            "--max-rate=1MB")) {
      backup.awaitOutput("backup ID: ");
      server.await("select exists(select from pg_stat_progress_basebackup)");
      backup.signal(signal);

      assertThat(backup.exit()).isEqualTo(130);
      assertThat(backup.output()).contains("ERROR: ").contains("HINT: ");
      assertThat(run("show", "--instance", "node"))
          .containsPattern(id(backup.output()) + " .* ERROR +\n");
      server.await("select not exists(select from pg_replication_slots)");
    }
  }

  @Test
  void nothingIsPrintedBesideTheAnswer() throws Exception {
    assertThat(run("--version")).isEqualTo("jbackup 0.1.0 (PostgreSQL 15-18)\n");
    assertThat(run("show", "--format=json"))
        .isEqualTo(
            """
            [
                {
                    "instance": "node",
                    "backups": []
                }
            ]
            """);
  }

  /// The archive programs read their own options; the reference is made from these.
  @ParameterizedTest
  @EnumSource(names = {"ARCHIVE_PUSH", "ARCHIVE_GET"})
  void theArchiveProgramsTakeWhatTheReferenceSays(Verb verb) throws Exception {
    Pattern name = Pattern.compile("(?m)^  (?:-., |    )(--[a-z-]+)");
    String help = run(verb.label(), "--help");

    assertThat(name.matcher(help).results().map(match -> match.group(1)))
        .filteredOn(word -> !word.equals("--version"))
        .containsExactlyInAnyOrderElementsOf(verb.options().stream().map(Option::label).toList());
  }

  static String id(String output) throws IOException {
    Matcher matcher = ID.matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }
}
