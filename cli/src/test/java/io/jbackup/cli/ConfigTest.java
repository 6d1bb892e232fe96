package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {
  @TempDir Path directory;
  private String catalog = "";

  @BeforeEach
  void makeCatalog() {
    catalog = directory.resolve("catalog").toString();
    Samples.instance(Path.of(catalog));
  }

  private CommandLine.Outcome run(String verb, String... more) {
    String[] words = new String[more.length + 4];
    words[0] = verb;
    words[1] = "--backup-path=" + catalog;
    words[2] = "--instance";
    words[3] = "node";
    System.arraycopy(more, 0, words, 4, more.length);
    return new CommandLine().run(words);
  }

  @Test
  void allKeysAreShownWithTheirDefaults() {
    assertThat(run("show-config").out())
        .isEqualTo(
            """
            # Backup instance information
            system-identifier = 7300000000000000001
            server-version = 15
            xlog-seg-size = 16777216
            # Replica parameters
            replica-timeout = 5min
            # Archive parameters
            archive-timeout = 5min
            # Logging parameters
            log-level-console = INFO
            log-level-file = OFF
            log-format-file = PLAIN
            log-filename = jbackup.log
            log-directory = %s/log
            log-rotation-size = 0TB
            log-rotation-age = 0d
            # Retention parameters
            retention-redundancy = 0
            retention-window = 0
            retention-daily = 0
            retention-weekly = 0
            retention-monthly = 0
            retention-yearly = 0
            wal-depth = 0
            # Compression parameters
            compress-algorithm = none
            compress-level = 1
            """
                .formatted(catalog));
  }

  @Test
  void whatIsSetIsStoredAndShown() throws IOException {
    CommandLine.Outcome outcome =
        run(
            "set-config",
            "--archive-timeout=2 min",
            "-d",
            "host=db1 dbname=postgres",
            "--compress-algorithm=zlib",
            "--log-rotation-age=90",
            "--retention-window=0x10");

    assertThat(outcome.exit()).isZero();
    assertThat(Files.readString(Path.of(catalog, "backups/node/jbackup.conf")))
        .isEqualTo(
            """
            # Backup instance information
            system-identifier = 7300000000000000001
            server-version = 15
            xlog-seg-size = 16777216
            # Connection parameters
            pgdatabase = 'host=db1 dbname=postgres'
            # Archive parameters
            archive-timeout = 2min
            # Logging parameters
            log-rotation-age = 90min
            # Retention parameters
            retention-window = 16
            # Compression parameters
            compress-algorithm = gzip
            """);
  }

  @Test
  void jsonIsFlatAndOfStrings() {
    assertThat(run("show-config", "--format=js").out())
        .startsWith("{\n    \"system-identifier\": \"7300000000000000001\",\n")
        .contains("    \"archive-timeout\": \"5min\",\n");
  }

  @Test
  void withoutUnitsNumbersAreInBaseUnits() {
    assertThat(run("show-config", "--no-scale-units").out()).contains("archive-timeout = 300\n");
    assertThat(run("show-config", "--no-scale-units", "--format=json").out())
        .contains("    \"archive-timeout\": 300,\n")
        .contains("    \"log-filename\": \"jbackup.log\",\n");
  }

  @Test
  void oneLogOptionMayBeGivenTwiceAndTheLastCounts() {
    run("set-config", "--log-level-file=info", "--log-level-file=off");

    assertThat(run("show-config").out()).contains("log-level-file = OFF\n");
  }
}
