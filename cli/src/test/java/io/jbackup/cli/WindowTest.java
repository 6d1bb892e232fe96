package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowTest {
  private static final String JSON =
      """
      [
          {
              "instance": "node",
              "current-time": "2026-11-22 02:00:00+00",
              "oldest": {
                  "time": "2026-11-22 01:44:59+00",
                  "lsn": "0/2000100",
                  "tli": 1
              },
              "newest": {
                  "time": "2026-11-22 01:44:59+00",
                  "lsn": "0/2000100",
                  "tli": 1
              },
              "newest-age-seconds": 901,
              "timelines": [
                  {
                      "tli": 1,
                      "parent-tli": 0,
                      "stretches": [
                          {
                              "begin-lsn": "0/2000100",
                              "end-lsn": "0/2000100",
                              "begin-time": "2026-11-22 01:44:59+00",
                              "end-time": "2026-11-22 01:44:59+00",
                              "last-lsn": "0/2000100",
                              "backups": [
                                  "<id>"
                              ]
                          }
                      ],
                      "holes": []
                  }
              ],
              "backups": [
                  {
                      "id": "<id>",
                      "status": "OK",
                      "tli": 1,
                      "time": "2026-11-22 01:44:59+00",
                      "restorable": true
                  }
              ]
          }
      ]
      """;

  @TempDir Path directory;

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private CommandLine.Outcome window(String... more) {
    return window(new CommandLine().with("COLUMNS", "60"), more);
  }

  private CommandLine.Outcome window(CommandLine line, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "window";
    words[1] = "-B";
    words[2] = catalog().toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return line.run(words);
  }

  @Test
  void withoutABackupNothingCanBeRecovered() {
    Samples.instance(catalog());

    CommandLine.Outcome outcome = window();

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """

            RECOVERY WINDOW OF INSTANCE 'node'
            Nothing can be recovered: there is no backup.

            """);
  }

  @Test
  void aStreamBackupWithoutAnArchiveIsOneMoment() {
    Samples.add(Samples.instance(catalog()), Samples.finished());

    assertThat(window("--instance=node").out())
        .isEqualTo(
            """
            Oldest moment: 2026-11-22 01:44:59+00, LSN 0/2000100, timeline 1
            Newest moment: 2026-11-22 01:44:59+00, LSN 0/2000100, timeline 1, 15m:1s ago

                   v
            TLI 1  #...................................................
                   +----------------+----------------+----------------|
                   01:45            01:50            01:55          now
            # can be recovered  - hole  % both  . not archived, or idle
            v backup, 2-9 and + that many  x unusable backup

            Timeline 1
              recoverable  2026-11-22 01:44:59+00
                           LSN 0/2000100, backup <id>
            """
                .replace("<id>", Samples.ID));
  }

  @Test
  void aBackupThatCannotBeRestoredIsAHole() throws Exception {
    Instance instance = Samples.instance(catalog());
    Samples.add(instance, Samples.finished().with(BackupStatus.CORRUPT));
    Files.write(catalog().resolve("wal/node/00000002.history"), new byte[0]);

    CommandLine.Outcome outcome = window(new CommandLine().with("LANG", "C.UTF-8"));

    assertThat(outcome.out())
        .contains(
            "Nothing can be recovered: none of the backups can be restored.\n",
            "TLI 1  ░",
            "  HOLE         2026-11-22 01:44:59+00\n",
            "               backup " + Samples.ID + " has status CORRUPT\n",
            "Timeline 2\n  no WAL and no backup\n");
  }

  @Test
  void jsonHasTheSame() {
    Samples.add(Samples.instance(catalog()), Samples.finished());

    assertThat(window("--format=json").out()).isEqualTo(JSON.replace("<id>", Samples.ID));
  }
}
