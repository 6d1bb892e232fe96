package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.catalog.wal.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShowTest {
  private static final String JSON =
      """
      [
          {
              "instance": "node",
              "backups": [
                  {
                      "id": "<id>",
                      "backup-mode": "FULL",
                      "wal": "STREAM",
                      "compress-alg": "zstd",
                      "compress-level": 1,
                      "from-replica": "false",
                      "block-size": 8192,
                      "xlog-block-size": 8192,
                      "checksum-version": 1,
                      "program-version": "0.1.0",
                      "server-version": "15",
                      "current-tli": 1,
                      "parent-tli": 0,
                      "start-lsn": "0/2000028",
                      "stop-lsn": "0/2000100",
                      "start-time": "2026-11-22 01:44:54+00",
                      "end-time": "2026-11-22 01:44:59+00",
                      "recovery-xid": 731,
                      "recovery-time": "2026-11-22 01:44:59+00",
                      "data-bytes": 32505856,
                      "wal-bytes": 16777216,
                      "uncompressed-bytes": 32505856,
                      "pgdata-bytes": 32000000,
                      "status": "OK",
                      "note": "say \\"hi\\"",
                      "content-crc": 4000000000,
                      "tablespace_map": [
                          {
                              "oid": 16390,
                              "path": "/mnt/fast"
                          }
                      ]
                  }
              ]
          }
      ]
      """;

  @TempDir Path directory;

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private CommandLine.Outcome show(CommandLine line, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "show";
    words[1] = "-B";
    words[2] = catalog().toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return line.run(words);
  }

  @Test
  void aTableIsLikePgProbackups() {
    Samples.add(Samples.instance(catalog()), Samples.finished());

    CommandLine.Outcome outcome = show(new CommandLine(), "--instance", "node");

    assertThat(outcome.out())
        .isEqualTo(
            """
            ================================================================================================================================
             Instance  Version  ID      Recovery Time           Mode  WAL Mode  TLI  Time  Data   WAL  Zratio  Start LSN  Stop LSN   Status\s
            ================================================================================================================================
             node      15       %s  2026-11-22 01:44:59+00  FULL  STREAM    1/0    5s  31MB  16MB    1.00  0/2000028  0/2000100  OK    \s
            """
                .formatted(Samples.ID));
    assertThat(outcome.err()).isEmpty();
  }

  /// The larger of two backups decides how wide a column is.
  @Test
  void columnsAreAsWideAsTheirWidestValue() {
    Instance instance = Samples.instance(catalog(), "PGPBACKUP1");
    BackupControl old =
        Samples.finished()
            .with(ControlField.SERVER_VERSION, "16")
            .with(ControlField.TIMELINE_ID, 15)
            .with(ControlField.START_LSN, "0/A021B10")
            .with(ControlField.STOP_LSN, "0/B343440")
            .with(ControlField.START_TIME, Instant.parse("2025-05-08T08:42:00Z"))
            .with(ControlField.END_TIME, Instant.parse("2025-05-08T08:42:40Z"))
            .with(ControlField.RECOVERY_TIME, Instant.parse("2025-05-08T08:42:40Z"))
            .with(ControlField.DATA_BYTES, 12_582_912)
            .with(ControlField.WAL_BYTES, 33_554_432)
            .with(ControlField.UNCOMPRESSED_BYTES, 57_126_420);
    instance.create(Instant.parse("2025-05-08T08:43:14Z"), old);
    Samples.add(instance, old.with(ControlField.DATA_BYTES, 125_829_120));

    assertThat(show(new CommandLine(), "--instance", "PGPBACKUP1").out().lines())
        .map(String::stripTrailing)
        .contains(
            "====================================================================================================================================",
            " Instance    Version  ID      Recovery Time           Mode  WAL Mode  TLI   Time  "
                + " Data   WAL  Zratio  Start LSN  Stop LSN   Status",
            " PGPBACKUP1  16       SVXPK2  2025-05-08 08:42:40+00  FULL  STREAM    15/0   40s  "
                + " 12MB  32MB    4.54  0/A021B10  0/B343440  OK");
  }

  @Test
  void withoutAnInstanceEachTableHasATitle() {
    Samples.instance(catalog());

    assertThat(show(new CommandLine()).out())
        .startsWith("\nBACKUP INSTANCE 'node'\n=====")
        .matches("(?s)\nBACKUP INSTANCE 'node'\n=+\n Instance [^\n]*\n=+\n");
  }

  @Test
  void timesAreLocal() {
    Samples.add(Samples.instance(catalog()), Samples.finished());

    assertThat(show(new CommandLine().inZone("Asia/Kolkata"), "--instance", "node").out())
        .contains("  2026-11-22 07:14:59+05:30  ");
  }

  @Test
  void theNewestBackupComesFirst() {
    Instance instance = Samples.instance(catalog());
    Samples.add(instance, Samples.finished());
    Samples.add(instance, Samples.finished().with(BackupStatus.ERROR));

    String later = Samples.idOf(Samples.START.plusSeconds(1));
    assertThat(show(new CommandLine(), "--instance", "node").out())
        .containsSubsequence(later, Samples.ID);
  }

  @Test
  void aBackupWhoseControlFileIsGoneIsUnknown() throws IOException {
    Samples.add(Samples.instance(catalog()), Samples.finished());
    Path control = catalog().resolve("backups/node/" + Samples.ID + "/backup.control");
    Files.delete(control);

    CommandLine.Outcome gone = show(new CommandLine(), "--instance", "node");
    Files.writeString(control, "");
    CommandLine.Outcome empty = show(new CommandLine(), "--instance", "node");

    assertThat(gone.exit()).isZero();
    assertThat(gone.err()).isEqualTo("WARNING: Control file \"" + control + "\" doesn't exist\n");
    assertThat(gone.out())
        .contains(
            " node      ----     "
                + Samples.ID
                + "  ----           ----  ----      0/0  ----     0    0    1.00  0/0        0/0"
                + "       UNKNOWN \n");
    assertThat(empty.err()).isEqualTo("WARNING: Control file \"" + control + "\" is empty\n");
  }

  @Test
  void aRunningBackupsTimeGoesOn() {
    BackupControl running =
        Samples.finished().without(ControlField.END_TIME).with(BackupStatus.RUNNING);
    Samples.add(Samples.instance(catalog()), running);

    assertThat(show(new CommandLine(), "--instance", "node").out()).contains("  1/0  15m:6s  ");
  }

  @Test
  void theStatusIsColouredOnATerminalOnly() {
    Samples.add(Samples.instance(catalog()), Samples.finished());

    assertThat(show(new CommandLine().onTerminal()).out())
        .contains(" \u001b[32mOK    \u001b[0m \n");
    assertThat(show(new CommandLine().onTerminal(), "--no-color").out()).doesNotContain("\u001b");
    assertThat(show(new CommandLine()).out()).doesNotContain("\u001b");
  }

  @Test
  void oneBackupIsShownAsItsControlFileInLocalTime() {
    Samples.add(
        Samples.instance(catalog()),
        Samples.finished()
            .with(ControlField.NOTE, "it's mine")
            .with(ControlField.TABLESPACE_MAP, "16390 /mnt/fast; 16391 /mnt/slow disk"));

    CommandLine.Outcome outcome =
        show(
            new CommandLine().inZone("Europe/Berlin"),
            "--instance=node",
            "-i",
            Samples.ID.toLowerCase(java.util.Locale.ROOT));

    assertThat(outcome.out())
        .startsWith("#Configuration\nbackup-mode = FULL\nstream = true\n")
        .contains("\nstart-time = '2026-11-22 02:44:54+01'\n")
        .contains("\nstatus = OK\n")
        .contains("\nnote = 'it''s mine'\n")
        .endsWith("\ntablespace_map = '16390 /mnt/fast; 16391 /mnt/slow disk'\n");
  }

  @Test
  void jsonHasTheKeysAndTypesOfPgProbackup() {
    Samples.add(
        Samples.instance(catalog()),
        Samples.finished()
            .with(ControlField.NOTE, "say \"hi\"")
            .with(ControlField.TABLESPACE_MAP, "16390 /mnt/fast"));

    CommandLine.Outcome outcome = show(new CommandLine(), "--format=json");

    assertThat(outcome.out()).isEqualTo(JSON.replace("<id>", Samples.ID));
  }

  private static DrillRecord drill(Instant start, boolean passed) {
    return new DrillRecord(
        new BackupId(Samples.ID),
        start,
        Duration.ofSeconds(61),
        "u6",
        passed,
        passed ? Optional.of(Samples.START.plusSeconds(5)) : Optional.empty(),
        passed ? Optional.of(Lsn.parse("0/2000100")) : Optional.empty(),
        passed ? "3 databases" : "the server did not start");
  }

  @Test
  void theLastDrillStandsBelowTheTable() {
    Instance instance = Samples.instance(catalog());
    Samples.add(instance, Samples.finished());
    Drills.of(instance).save(drill(Samples.START.plusSeconds(100), true));

    assertThat(show(new CommandLine(), "--instance", "node").out())
        .endsWith(
            "Last drill: 2026-11-22 01:46:34+00 Drill of backup %s passed in 1m:1s on u6, recovered to 2026-11-22 01:44:59+00, LSN 0/2000100: 3 databases\n"
                .formatted(Samples.ID));

    Drills.of(instance).save(drill(Samples.START.plusSeconds(200), false));
    assertThat(show(new CommandLine()).out())
        .contains(
            "\nLast drill: 2026-11-22 01:48:14+00 Drill of backup %s FAILED in 1m:1s on u6: the server did not start\nLast drill that passed: 2026-11-22 01:46:34+00 "
                .formatted(Samples.ID));
    assertThat(show(new CommandLine(), "--format=json").out())
        .containsSubsequence(
            "\"backups\": [",
            "\"last-drill\": {",
            "\"result\": \"failed\"",
            "\"last-passed-drill\": {",
            "\"duration-ms\": 61000",
            "\"recovered-lsn\": \"0/2000100\"");
  }

  @Test
  void aRecordOfDrillsThatCannotBeReadIsNotTakenForNone() throws Exception {
    Samples.instance(catalog());
    Path file = catalog().resolve("backups/node/drill");
    Files.writeString(file, "format-version = 9\n");

    CommandLine.Outcome outcome = show(new CommandLine());
    assertThat(outcome.out()).contains("\nLast drill: UNKNOWN, could not read \"" + file + "\"");
    assertThat(outcome.err()).contains("WARNING: could not read \"" + file + "\"");
    assertThat(show(new CommandLine(), "--format=json").out()).contains("\"drill-problem\": ");
  }
}
