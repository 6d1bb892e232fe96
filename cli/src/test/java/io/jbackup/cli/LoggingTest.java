package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoggingTest {
  @TempDir Path directory;
  private Path catalog = Path.of("/");

  @BeforeEach
  void makeCatalog() {
    catalog = directory.resolve("catalog");
    Samples.instance(catalog);
  }

  private CommandLine.Outcome configure(CommandLine line, String... more) {
    String[] words = new String[more.length + 6];
    words[0] = "set-config";
    words[1] = "-B";
    words[2] = catalog.toString();
    words[3] = "--instance";
    words[4] = "node";
    words[5] = "--wal-depth=3";
    System.arraycopy(more, 0, words, 6, more.length);
    return line.run(words);
  }

  private Path logFile() {
    return catalog.resolve("log/jbackup.log");
  }

  @Test
  void theFileBeginsWithTheCommandLine() throws IOException {
    configure(new CommandLine(), "--log-level-file=info");

    String pid = "[" + ProcessHandle.current().pid() + "]";
    assertThat(Files.readAllLines(logFile()))
        .containsExactly(
            "2026-11-22 02:00:00 +00 "
                + pid
                + ": INFO: command: jbackup set-config -B "
                + catalog
                + " --instance node --wal-depth=3 --log-level-file=info",
            "2026-11-22 02:00:00 +00 "
                + pid
                + ": INFO: Configuration of instance 'node' successfully stored");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void thereIsNoFileUnlessAskedFor() throws IOException {
    configure(new CommandLine());

    try (Stream<Path> files = Files.list(catalog.resolve("log"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void errorsHaveAFileOfTheirOwn() throws IOException {
    configure(
        new CommandLine(),
        "--error-log-filename=errors-%Y%m%d.log",
        "--compress-algorithm=gzip",
        "--compress-level=12");

    assertThat(Files.readAllLines(catalog.resolve("log/errors-20261122.log")))
        .hasSize(2)
        .anyMatch(line -> line.contains(": ERROR: compression level 12 is out of range"))
        .anyMatch(line -> line.contains(": HINT: "));
  }

  @Test
  void jsonLinesHoldTheSame() throws IOException {
    CommandLine.Outcome outcome =
        configure(
            new CommandLine(),
            "--log-level-file=info",
            "--log-format-file=json",
            "--log-format-console=json");

    assertThat(outcome.exit()).isEqualTo(2);
    CommandLine.Outcome shown =
        new CommandLine().run("show", "-B", "/no/where", "--log-format-console=json");
    assertThat(shown.err())
        .matches(
            "\\{\"ts\":\"2026-11-22 02:00:00"
                + " \\+00\",\"pid\":\\d+,\"level\":\"ERROR\",\"msg\":\"There is no [^\n"
                + "]*\",\"hint\":\"Create[^\n"
                + "]*\",\"my_thread_num\":1}\n");
    configure(new CommandLine(), "--log-level-file=info", "--log-format-file=json");
    assertThat(Files.readString(logFile()))
        .contains("\"level\":\"INFO\",\"msg\":\"command: jbackup");
  }

  @Test
  void theConsoleShowsWhatItsLevelTakes() {
    assertThat(configure(new CommandLine(), "--log-level-console=warning").err()).isEmpty();
    assertThat(configure(new CommandLine(), "--log-level-console=info").err())
        .isEqualTo("INFO: Configuration of instance 'node' successfully stored\n");
  }

  @Test
  void aLogDirectoryThatCannotBeMadeStopsAVerbThatChangesSomething() {
    CommandLine.Outcome outcome =
        configure(new CommandLine(), "--log-level-file=info", "--log-directory=/dev/null/x");

    assertThat(outcome.exit()).isEqualTo(11);
    assertThat(outcome.err()).contains("could not open the log file").contains("HINT: ");
    assertThat(catalog.resolve("backups/node/jbackup.conf")).content().doesNotContain("wal-depth");
  }

  @Test
  void aFileThatIsTooLargeIsSetAside() throws IOException {
    String[] options = {"--log-level-file=info", "--log-rotation-size=1kB"};
    configure(new CommandLine(), options);
    Files.writeString(logFile(), "x".repeat(1024));

    configure(new CommandLine(), options);

    assertThat(logNames()).containsExactly("jbackup.log", "jbackup.log.20261122-020000");
    assertThat(Files.readAllLines(logFile())).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatIsTooOldIsSetAside() throws IOException {
    Instant start = Instant.parse("2026-11-22T02:00:00Z");
    String[] options = {"--log-level-file=info", "--log-rotation-age=60"};
    configure(new CommandLine(), options);
    configure(at(start.plus(Duration.ofMinutes(59))), options);
    assertThat(logNames()).containsExactly("jbackup.log", "jbackup.log.rotation");

    configure(at(start.plus(Duration.ofMinutes(60))), options);

    assertThat(logNames())
        .containsExactly("jbackup.log", "jbackup.log.20261122-030000", "jbackup.log.rotation");
  }

  @Test
  void aDamagedRotationFileIsWarnedAbout() throws IOException {
    configure(new CommandLine(), "--log-level-file=info", "--log-rotation-age=1d");
    Files.writeString(catalog.resolve("log/jbackup.log.rotation"), "soon");

    assertThat(configure(new CommandLine()).err()).contains("WARNING: log rotation file");
    assertThat(configure(new CommandLine()).err()).doesNotContain("WARNING");
  }

  private static CommandLine at(Instant time) {
    return new CommandLine().at(Clock.fixed(time, ZoneOffset.UTC));
  }

  private List<String> logNames() throws IOException {
    try (Stream<Path> files = Files.list(catalog.resolve("log"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
