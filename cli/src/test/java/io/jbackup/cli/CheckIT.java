package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `check` finds on real servers, good and bad.
final class CheckIT {
  private static final Path ARCHIVE_PUSH =
      Path.of("target/jbackup/bin/archive-push").toAbsolutePath();

  @TempDir Path directory;

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private void createCatalog(PostgresServer server) throws Exception {
    run("init");
    assertThat(run("add-instance", "--instance=node", "-D", server.dataDirectory().toString()))
        .returns(0, CommandLine.Outcome::exit);
    server.share(catalog());
    server.set(
        "archive_command",
        "\""
            + ARCHIVE_PUSH
            + "\" -B \""
            + catalog()
            + "\" --instance=node --wal-file-name=%f --wal-file-path=%p --compress");
  }

  private CommandLine.Outcome run(String verb, String... more) {
    return runAt(Clock.systemUTC(), verb, more);
  }

  private CommandLine.Outcome runAt(Clock clock, String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, "-B", catalog().toString()));
    words.addAll(List.of(more));
    return new CommandLine().at(clock).run(words.toArray(String[]::new));
  }

  private CommandLine.Outcome check(PostgresServer server, String... more) {
    return check(Clock.systemUTC(), server, server.user(), more);
  }

  private CommandLine.Outcome check(
      Clock clock, PostgresServer server, String user, String... more) {
    String[] connection = {
      "--instance=node",
      "-h",
      server.host(),
      "-p",
      "" + server.port(),
      "-U",
      user,
      "-d",
      "postgres",
      "-w"
    };
    return runAt(
        clock, "check", Stream.of(connection, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private void backup(PostgresServer server) {
    CommandLine.Outcome backup =
        run(
            "backup",
            "--instance=node",
            "-b",
            "FULL",
            "--stream",
            "--temp-slot",
            "-h",
            server.host(),
            "-p",
            "" + server.port(),
            "-U",
            server.user());
    assertThat(backup.exit()).as(backup.err()).isZero();
  }

  private static PostgresServer archiving(int version) throws Exception {
    return PostgresServer.version(version).archiveCommand("true").start();
  }

  @EveryPostgres
  void aSoundInstanceHasNothingThatFails(int version) throws Exception {
    try (PostgresServer server = archiving(version)) {
      createCatalog(server);
      server.await("select count(*) = 0 from pg_ls_archive_statusdir() where name ~ 'ready$'");
      backup(server);

      CommandLine.Outcome outcome = check(server, "--free-space=0");

      assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
      assertThat(outcome.out())
          .doesNotContain("FAIL")
          .containsPattern("OK +connection +PostgreSQL " + version + "\\.\\d+ on ")
          .containsPattern("OK +segment switch +segment 0{7}1[0-9A-F]{16} was archived within ")
          .containsPattern("OK +archiver +\\d+ files? archived, the last one ")
          .containsPattern("OK +backup age +newest good backup [0-9A-Z]{6} is ");
    }
  }

  @Test
  void anArchiveCommandThatLeadsElsewhereFails() throws Exception {
    try (PostgresServer server = archiving(18)) {
      createCatalog(server);
      backup(server);
      server.set("archive_command", "true");

      CommandLine.Outcome elsewhere = check(server, "--archive-timeout=1s");
      assertThat(elsewhere.exit()).isEqualTo(1);
      assertThat(elsewhere.out())
          .contains("archive_command does not call archive-push")
          .containsPattern("FAIL +segment switch +segment \\w+ did not reach the archive in 1s");

      server.set("archive_command", "false");
      CommandLine.Outcome failing = check(server, "--format=nagios");
      assertThat(failing.exit()).isEqualTo(2);
      assertThat(failing.out())
          .startsWith("JBACKUP CRITICAL - Instance 'node': ")
          .contains("; segment switch: archive_command failed for segment ")
          .containsPattern(" \\| .*ready_segments=\\d+;64;128")
          .contains("\nOK connection: ");
    }
  }

  @Test
  void whatIsOldOrMissingFails() throws Exception {
    try (PostgresServer server = archiving(18)) {
      createCatalog(server);
      assertThat(check(server).out()).containsPattern("FAIL +backup age +there is no good backup");

      backup(server);
      List<String> segments = List.of(server.switchWal(), server.switchWal(), server.switchWal());
      server.await("select count(*) = 0 from pg_ls_archive_statusdir() where name ~ 'ready$'");
      Files.delete(catalog().resolve("wal/node").resolve(segments.get(1) + ".zst"));
      // Half an hour more: the backup's recovery time is rounded up to a whole second.
      Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3).plusMinutes(30));

      CommandLine.Outcome outcome = check(later, server, server.user(), "--no-switch");
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.out())
          .containsPattern("FAIL +backup age +newest good backup \\w+ is 3d 0h old\n +HINT: ")
          .containsPattern(
              "FAIL +archived WAL +WAL segment " + segments.get(1) + " is missing: from backup ")
          .containsPattern("WARNING +clock +this host and the server differ by ")
          .contains("not tried: --no-switch");
    }
  }

  @Test
  void rightsThatARoleDoesNotHaveAreNamed() throws Exception {
    try (PostgresServer server = archiving(18)) {
      createCatalog(server);
      server.sql("create role weak login replication");

      assertThat(check(Clock.systemUTC(), server, "weak").out())
          .containsPattern("OK +connection")
          .containsPattern("WARNING +waiting segments +this role may not count them\n +HINT: GRANT")
          .containsPattern("WARNING +segment switch +not tried: this role may not call")
          .containsPattern("WARNING +configuration files +this role may not see");
    }
  }

  @Test
  void aServerThatIsDownIsAFailureAmongOthers() throws Exception {
    try (PostgresServer server = archiving(18)) {
      createCatalog(server);
      server.stop(StopMode.FAST);

      CommandLine.Outcome outcome = check(server, "--format=json");
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.out())
          .contains("\"level\": \"FAIL\"", "\"name\": \"connection\"", "\"name\": \"backup age\"");
      assertThat(check(server, "--format=nagios").exit()).isEqualTo(2);
    }
  }

  @Test
  void whatCannotBeFoundOutIsUnknownToNagios() {
    run("init");
    CommandLine.Outcome outcome = run("check", "--instance=none", "--format=nagios");
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.out()).startsWith("JBACKUP UNKNOWN - Instance 'none' does not exist");
  }
}
