package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The check of a cluster by the assembled program.
final class CheckdbIT {
  @TempDir Path directory;

  private String run(PostgresServer server, int expected, String... words) throws Exception {
    Map<String, String> environment =
        Map.of("PGHOST", server.host(), "PGPORT", "" + server.port(), "PGUSER", server.user());
    try (Program program = Program.start(directory, environment, words)) {
      assertThat(program.exit()).as(program.output()).isEqualTo(expected);
      return program.output();
    }
  }

  @Test
  void damageHasAnExitCodeOfItsOwn() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).dataChecksums(true).start()) {
      server.sql(
          "create extension amcheck",
          "create table t as select g from generate_series(1, 10000) g",
          "checkpoint");
      Path data = server.dataDirectory();
      String path = server.query("select pg_relation_filepath('t')");
      assertThat(run(server, 0, "checkdb", "-D", data.toString(), "-j", "2", "--progress"))
          .containsPattern("INFO: Data files are valid, \\d+ pages were checked\n");
      assertThat(run(server, 0, "checkdb", "--amcheck", "--skip-block-validation", "-j", "2"))
          .contains("WARNING: Some databases were not checked by amcheck: 1\n")
          .containsPattern("INFO: Indexes are valid, \\d+ were checked in 1 databases\n");
      try (RandomAccessFile file = new RandomAccessFile(data.resolve(path).toFile(), "rw")) {
        file.seek(2 * 8192 + 5000);
        file.write(77);
        file.write(78);
      }
      assertThat(run(server, 8, "checkdb", "-D", data.toString()))
          .contains("WARNING: Corruption detected in file \"" + path + "\", block 2: ")
          .contains("WARNING: Data files are corrupted: 1 of ");
    }
  }

  @Test
  void whatIsMissingOrDoesNotFitIsRefused() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).start()) {
      assertThat(run(server, 2, "checkdb")).contains("No postgres data directory specified.");
      assertThat(run(server, 2, "checkdb", "--skip-block-validation"))
          .contains("Option '--skip-block-validation' must be used with '--amcheck' option");
      assertThat(run(server, 2, "checkdb", "-D", directory.toString(), "--heapallindexed"))
          .contains("Option '--heapallindexed' must be used with '--amcheck' option");
      assertThat(run(server, 3, "checkdb", "-D", directory.toString()))
          .contains("is not a data directory");
    }
  }
}
