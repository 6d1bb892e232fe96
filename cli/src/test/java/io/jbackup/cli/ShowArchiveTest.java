package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShowArchiveTest {
  private static final String JSON =
      """
      [
          {
              "instance": "node",
              "timelines": [
                  {
                      "tli": 2,
                      "parent-tli": 1,
                      "switchpoint": "0/6000108",
                      "min-segno": "000000020000000000000006",
                      "max-segno": "000000020000000000000006",
                      "n-segments": 1,
                      "size": 20000,
                      "zratio": 838.86,
                      "closest-backup-id": "<id>",
                      "status": "OK",
                      "lost-segments": [],
                      "backups": []
                  },
                  {
                      "tli": 1,
                      "parent-tli": 0,
                      "switchpoint": "0/0",
                      "min-segno": "000000010000000000000002",
                      "max-segno": "000000010000000000000007",
                      "n-segments": 3,
                      "size": 16817216,
                      "zratio": 2.99,
                      "closest-backup-id": "",
                      "status": "DEGRADED",
                      "lost-segments": [
                          {
                              "begin-segno": "000000010000000000000003",
                              "end-segno": "000000010000000000000004"
                          },
                          {
                              "begin-segno": "000000010000000000000006",
                              "end-segno": "000000010000000000000006"
                          }
                      ],
                      "backups": [
                          {
                              "id": "<error>",
                              "backup-mode": "FULL",
      """;

  @TempDir Path directory;

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private CommandLine.Outcome show(CommandLine line, String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "show";
    words[1] = "--archive";
    words[2] = "-B";
    words[3] = catalog().toString();
    System.arraycopy(more, 0, words, 4, more.length);
    return line.run(words);
  }

  private void archive(String name, int bytes) throws IOException {
    Files.write(catalog().resolve("wal/node").resolve(name), new byte[bytes]);
  }

  @BeforeEach
  void archiveWithHoles() throws IOException {
    Instance instance = Samples.instance(catalog());
    Samples.add(instance, Samples.finished());
    Samples.add(
        instance,
        Samples.finished().with(BackupStatus.ERROR).with(ControlField.START_LSN, "0/5000028"));
    archive("000000010000000000000002.zst", 20_000);
    archive("000000010000000000000005.lz4", 20_000);
    archive("000000010000000000000007", 16_777_216);
    archive("000000020000000000000006.gz", 20_000);
    archive("000000010000000000000006.partial", 16_777_216);
    archive("000000010000000000000002.00000028.backup", 300);
    Files.writeString(
        catalog().resolve("wal/node/00000002.history"), "1\t0/6000108\tno recovery target\n");
  }

  @Test
  void theTableIsLikePgProbackups() {
    CommandLine.Outcome outcome = show(new CommandLine(), "--instance=node");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            =================================================================================================================================
             TLI  Parent TLI  Switchpoint  Min Segno                 Max Segno                 N segments  Size  Zratio  N backups  Status  \s
            =================================================================================================================================
             2    1           0/6000108    000000020000000000000006  000000020000000000000006  1           20kB  838.86  0          OK      \s
             1    0           0/0          000000010000000000000002  000000010000000000000007  3           16MB  2.99    2          DEGRADED\s
            """);
  }

  @Test
  void withoutAnInstanceEachTableHasATitle() {
    assertThat(show(new CommandLine()).out()).startsWith("\nARCHIVE INSTANCE 'node'\n====");
  }

  @Test
  void theStatusIsColouredOnATerminalOnly() {
    assertThat(show(new CommandLine().onTerminal()).out())
        .contains(" \u001b[32mOK      \u001b[0m \n", " \u001b[31mDEGRADED\u001b[0m \n");
    assertThat(show(new CommandLine().onTerminal(), "--no-color").out()).doesNotContain("\u001b");
  }

  @Test
  void jsonHasTheKeysAndTypesOfPgProbackup() {
    String error = Samples.idOf(Samples.START.plusSeconds(1));

    String json = show(new CommandLine(), "--format=json").out();

    assertThat(json).startsWith(JSON.replace("<id>", Samples.ID).replace("<error>", error));
    assertThat(json)
        .containsSubsequence(
            "\"status\": \"ERROR\"", "\"id\": \"" + Samples.ID + "\"", "\"status\": \"OK\"");
  }

  @Test
  void anEmptyArchiveIsAnEmptyTable() {
    Samples.instance(directory.resolve("other"));

    CommandLine.Outcome outcome =
        new CommandLine()
            .run("show", "--archive", "-B", directory.resolve("other").toString(), "--format=json");

    assertThat(outcome.out())
        .isEqualTo(
            """
            [
                {
                    "instance": "node",
                    "timelines": []
                }
            ]
            """);
  }

  @Test
  void aMalformedHistoryFileIsAWarning() throws IOException {
    Files.writeString(catalog().resolve("wal/node/00000002.history"), "");

    CommandLine.Outcome outcome = show(new CommandLine());

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).startsWith("WARNING: ").contains("00000002.history");
    assertThat(outcome.out()).contains(" 2    0           0/0          ");
  }

  @Test
  void aMissingArchiveIsAnError() throws IOException {
    try (var files = Files.list(catalog().resolve("wal/node"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(catalog().resolve("wal/node"));

    assertThat(show(new CommandLine()).exit()).isNotZero();
  }
}
