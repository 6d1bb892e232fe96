package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drills by the assembled program, as a user that PostgreSQL takes.
final class DrillIT {
  private static final int VERSION = PostgresBinaries.newest();

  @TempDir Path directory;
  private PostgresServer server;
  private Path scratch;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void takeBackup() throws Exception {
    server = PostgresServer.version(VERSION).start();
    scratch = directory.resolve("scratch");
    environment =
        Map.of(
            "BACKUP_PATH",
            directory.resolve("catalog").toString(),
            "PGHOST",
            server.host(),
            "PGPORT",
            Integer.toString(server.port()),
            "PGUSER",
            server.user());
    server.sql("create table t as select g from generate_series(1, 1000) g");
    server.share(directory);
    good("init");
    good("add-instance", "--instance", "node");
    good("backup", "--instance=node", "-b", "full", "--stream", "--temp-slot", "--compress");
  }

  @AfterEach
  void nothingIsLeft() {
    server.close();
    assertThat(runs()).isFalse();
    assertThat(scratch).doesNotExist();
  }

  private Program start(String... words) throws Exception {
    List<String> before = ServerUser.here().prefix();
    return Program.startAs(before, directory, environment, words);
  }

  private Program drill(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("drill", "--instance=node", "--dir", "" + scratch));
    all.add("--pgbin=" + PostgresBinaries.directory(VERSION).resolve("bin"));
    all.addAll(List.of(words));
    return start(all.toArray(String[]::new));
  }

  private String good(String... words) throws Exception {
    try (Program program = start(words)) {
      return program.succeed();
    }
  }

  private boolean runs() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.anyMatch(handle ->
          handle.info().commandLine().filter(text -> text.contains("" + scratch)).isPresent());
    }
  }

  @Test
  void aDrillThatPassesIsShown() throws Exception {
    try (Program drill =
        drill("--query=select count(*) from t", "--expect=1000", "--amcheck", "-j", "2")) {
      assertThat(drill.exit()).as(drill.output()).isZero();
      assertThat(drill.output())
          .containsSubsequence(
              "INFO: Starting PostgreSQL " + VERSION,
              "INFO: Recovery ended at LSN ",
              "INFO: 2 databases can be used: postgres, template1",
              "INFO: Drill of backup ",
              " passed in ",
              "2 databases, query answered \"1000\", ");
    }
    assertThat(good("show", "--instance=node")).contains("\nLast drill: ", " passed in ");
  }

  @Test
  void aDrillThatFailsHasAnExitCodeAndIsShown() throws Exception {
    try (Program drill = drill("--query=select 1", "--expect=2")) {
      assertThat(drill.exit()).isEqualTo(8);
      assertThat(drill.output()).contains("ERROR: the query in database postgres answered \"1\"");
    }
    assertThat(good("show", "--instance=node"))
        .contains(" FAILED in ", "\nNo drill has passed yet.");
  }

  @Test
  void aSignalStopsTheServerAndRemovesEverything() throws Exception {
    try (Program drill = drill("--query=select pg_sleep(600)")) {
      drill.awaitOutput("databases can be used");
      drill.signal("TERM");
      assertThat(drill.exit()).as(drill.output()).isEqualTo(130);
      assertThat(drill.output()).contains("ERROR: the drill was interrupted");
    }
  }

  /// Nobody is left who could remove the directory, but the server goes.
  @Test
  void theServerDoesNotOutliveAKilledDrill() throws Exception {
    try (Program drill = drill("--query=select pg_sleep(600)")) {
      drill.awaitOutput("databases can be used");
      assertThat(runs()).isTrue();
      drill.signal("KILL");
      drill.exit();
    }
    long end = System.nanoTime() + 60_000_000_000L;
    while (runs() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(runs()).isFalse();
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
