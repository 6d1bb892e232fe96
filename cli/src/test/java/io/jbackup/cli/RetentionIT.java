package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Purges of a catalog that a real server archives to, and what can be restored afterwards.
final class RetentionIT {
  private static final Path ARCHIVE_PUSH =
      Path.of("target/jbackup/bin/archive-push").toAbsolutePath();
  private static final Pattern ROW = Pattern.compile("(?m)^ node .*$");

  @TempDir Path directory;

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private static Map<String, String> environment(PostgresServer server) {
    return Map.of("PGHOST", server.host(), "PGPORT", "" + server.port(), "PGUSER", server.user());
  }

  private String run(PostgresServer server, String verb, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(verb, "-B", catalog().toString()));
    words.addAll(List.of(more));
    return Program.run(directory, environment(server), words.toArray(String[]::new));
  }

  private void createCatalog(PostgresServer server) throws Exception {
    run(server, "init");
    run(server, "add-instance", "--instance=node");
    server.share(catalog());
    server.set(
        "archive_command",
        "\""
            + ARCHIVE_PUSH
            + "\" -B \""
            + catalog()
            + "\" --instance=node --wal-file-name=%f --wal-file-path=%p --compress");
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(catalog().resolve("wal/node"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("[0-9A-F]{24}\\..+"))
          .sorted()
          .toList();
    }
  }

  private long backups(PostgresServer server) throws Exception {
    return ROW.matcher(run(server, "show", "--instance=node")).results().count();
  }

  @Test
  void whatAPurgeLeavesIsRestoredToALatePoint() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).archiveCommand("true").start()) {
      createCatalog(server);
      server.sql("create table t (n int)");
      backup(server, 1, "--stream", "--temp-slot");
      backup(server, 2);
      String last =
          backup(
              server,
              3,
              "--stream",
              "--temp-slot",
              "--delete-expired",
              "--delete-wal",
              "--retention-redundancy=2");
      assertThat(last)
          .containsSubsequence(
              " completed\n", "will be deleted\n", "Recovery is possible", "Purging finished");
      assertThat(backups(server)).isEqualTo(2);

      server.sql("insert into t values (4)");
      String target = server.query("select pg_current_wal_insert_lsn()");
      server.sql("insert into t values (5)");
      server.awaitArchived(server.switchWal());
      String oldest = segments().getFirst();

      String plan = purge(server, "--dry-run");
      assertThat(plan).contains("can be deleted").contains("can be removed");
      assertThat(backups(server)).isEqualTo(2);
      assertThat(purge(server)).contains("will be deleted").contains("will be removed");
      assertThat(backups(server)).isEqualTo(1);
      assertThat(segments().getFirst()).isGreaterThan(oldest);

      assertThat(restored(server, target)).isEqualTo("1,2,3,4");
    }
  }

  private String backup(PostgresServer server, int number, String... more) throws Exception {
    server.sql("insert into t values (" + number + ")");
    server.awaitArchived(server.switchWal());
    List<String> words = new ArrayList<>(List.of("--instance=node", "-b", "FULL", "--compress"));
    words.addAll(List.of(more));
    return run(server, "backup", words.toArray(String[]::new));
  }

  private String purge(PostgresServer server, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("--instance=node", "--expired", "--wal", "--retention-redundancy=1"));
    words.addAll(List.of(more));
    return run(server, "delete", words.toArray(String[]::new));
  }

  private String restored(PostgresServer server, String target) throws Exception {
    Path data = directory.resolve("restored");
    run(
        server,
        "restore",
        "--instance=node",
        "-D",
        data.toString(),
        "--recovery-target-lsn=" + target,
        "--recovery-target-action=promote");
    server.share(data);
    try (PostgresServer copy =
        PostgresServer.onDirectory(18, data).setting("archive_mode", "off").start()) {
      copy.await("select not pg_is_in_recovery()");
      return copy.query("select string_agg(n::text, ',' order by n) from t");
    }
  }
}
