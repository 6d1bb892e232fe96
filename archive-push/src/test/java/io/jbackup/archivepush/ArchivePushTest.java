package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivePushTest {
  @TempDir Path directory;
  private TestBed bed;

  @BeforeEach
  void begin() throws Exception {
    bed = new TestBed(directory);
  }

  @Test
  void aSegmentIsArchivedAndTold() throws Exception {
    String name = bed.segment(7);

    assertThat(bed.push(name)).isZero();

    assertThat(bed.stored()).containsExactly(name);
    assertThat(bed.archived(name)).isEqualTo(bed.wal.segment(1, 7, 7));
    assertThat(bed.err())
        .contains(
            "INFO: jbackup archive-push WAL file: "
                + name
                + ", threads: 1/1, batch: 1/1, compression: none")
        .contains("INFO: jbackup archive-push completed successfully, pushed: 1, skipped: 0");
    assertThat(bed.out()).isEmpty();
  }

  @Test
  void theSameSegmentAgainIsSkipped() throws Exception {
    String name = bed.segment(7);
    bed.push(name, "--compress-algorithm=gzip");

    assertThat(bed.push(name, "--compress")).isZero();

    assertThat(bed.stored()).containsExactly(name + ".gz");
    assertThat(bed.err()).contains("pushed: 0, skipped: 1");
  }

  @Test
  void anotherContentIsRefusedWithBothChecksums() throws Exception {
    String name = bed.segment(7);
    bed.push(name);
    Files.write(bed.pgWal.resolve(name), bed.wal.segment(1, 7, 99));

    assertThat(bed.push(name)).isEqualTo(ExitCode.CATALOG.code());

    assertThat(bed.err())
        .contains("ERROR: WAL file already exists in archive with different checksum: ")
        .contains(bed.stored.resolve(name).toString())
        .contains("HINT: ")
        .contains("ERROR: jbackup archive-push failed, pushed: 0, skipped: 0, failed: 1");
    assertThat(bed.archived(name)).isEqualTo(bed.wal.segment(1, 7, 7));
  }

  @Test
  void overwritingIsPossibleWhenAskedFor() throws Exception {
    String name = bed.segment(7);
    bed.push(name);
    Files.write(bed.pgWal.resolve(name), bed.wal.segment(1, 7, 99));

    assertThat(bed.push(name, "--overwrite")).isZero();

    assertThat(bed.archived(name)).isEqualTo(bed.wal.segment(1, 7, 99));
  }

  @ParameterizedTest
  @CsvSource({
    "--compress, .zst",
    "--compress-algorithm=zlib, .gz",
    "--compress-algorithm=lz4 --compress-level=9, .lz4",
    "--compress --compress-level=3, .zst",
    "--compress-algorithm=none, ''"
  })
  void theCommandLineSaysHowToCompress(String options, String suffix) throws Exception {
    bed.configure(ConfigKey.COMPRESS_ALGORITHM, "gzip");
    bed.configure(ConfigKey.COMPRESS_LEVEL, "9");
    String name = bed.segment(1);

    assertThat(bed.push(name, options.split(" "))).isZero();

    assertThat(bed.stored()).containsExactly(name + suffix);
  }

  @Test
  void theConfigurationCountsWhereTheCommandLineIsSilent() throws Exception {
    bed.configure(ConfigKey.COMPRESS_ALGORITHM, "lz4");
    bed.configure(ConfigKey.LOG_LEVEL_CONSOLE, "error");
    String name = bed.segment(1);

    assertThat(bed.push(name)).isZero();

    assertThat(bed.stored()).containsExactly(name + ".lz4");
    assertThat(bed.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--compress-algorithm=pglz",
        "--compress-algorithm=brotli",
        "--compress --compress-level=23",
        "--compress-level=5",
        "--batch-size=0",
        "-j none",
        "--log-level-console=loud",
        "--log-format-console=xml",
        "--archive-timeout=soon",
        "--remote-host=backup",
        "--prefetch-dir=/x"
      })
  void whatCannotBeIsAUsageErrorAndChangesNothing(String options) throws Exception {
    String name = bed.segment(1);

    assertThat(bed.push(name, options.split(" "))).isEqualTo(ExitCode.USAGE.code());

    assertThat(bed.err()).contains("ERROR: ").contains("HINT: ");
    assertThat(bed.stored()).isEmpty();
  }

  @Test
  void theCatalogMayComeFromTheEnvironment() throws Exception {
    String name = bed.segment(1);
    bed.environment(Map.of("BACKUP_PATH", bed.catalog.toString()));

    int code =
        ArchivePush.run(
            new String[] {"--instance", "main", "--wal-file-name=" + name}, bed.surroundings());

    assertThat(code).isZero();
    assertThat(bed.stored()).containsExactly(name);
  }

  @Test
  void withoutAPathTheFileLiesInPgWalOfTheDataDirectory() throws Exception {
    String name = bed.segment(1);
    bed.environment(Map.of("PGDATA", bed.data.toString()));
    Surroundings elsewhere =
        new Surroundings(
            Map.of("PGDATA", bed.data.toString()),
            directory,
            bed.surroundings().out(),
            bed.surroundings().err());

    int code =
        ArchivePush.run(
            new String[] {"-B" + bed.catalog, "--instance=main", "--wal-file-name=" + name},
            elsewhere);

    assertThat(code).isZero();
    assertThat(bed.stored()).containsExactly(name);
  }

  @Test
  void theServersSystemIdentifierCountsForHistoryFiles() throws Exception {
    String name = bed.file("00000002.history", "1\t0/700000\tx\n");
    bed.pgControl(42);

    assertThat(bed.push(name)).isEqualTo(ExitCode.IDENTITY.code());

    assertThat(bed.err())
        .contains(
            "ERROR: Refuse to push WAL segment 00000002.history into archive. Instance parameters"
                + " mismatch. Instance 'main' should have SYSTEM_ID = "
                + Long.toUnsignedString(bed.wal.systemId())
                + " instead of 42");
    assertThat(bed.stored()).isEmpty();
  }

  @Test
  void aSegmentTellsItsClusterItself() throws Exception {
    String name = bed.wal.name(1, 3);
    Files.write(directory.resolve(name), bed.wal.withSystemId(42).segment(1, 3, 1));

    int code =
        ArchivePush.run(bed.words(name, directory.resolve(name).toString()), bed.surroundings());

    assertThat(code).isEqualTo(ExitCode.IDENTITY.code());
    assertThat(bed.stored()).isEmpty();
  }

  @Test
  void aMissingArchiveDirectoryIsNotCreated() throws Exception {
    String name = bed.segment(1);
    Files.delete(bed.stored);

    assertThat(bed.push(name)).isEqualTo(ExitCode.CATALOG.code());

    assertThat(bed.stored).doesNotExist();
  }

  @Test
  void anUnknownInstanceIsNamed() throws Exception {
    String name = bed.segment(1);

    int code =
        ArchivePush.run(
            new String[] {
              "-B", bed.catalog.toString(), "--instance=other", "--wal-file-name=" + name
            },
            bed.surroundings());

    assertThat(code).isEqualTo(ExitCode.CATALOG.code());
    assertThat(bed.err()).contains("Instance 'other' does not exist in this backup catalog");
  }

  @Test
  void logFilesAreWrittenWhenTheyAreEnabled() throws Exception {
    String name = bed.segment(1);

    bed.push(
        name,
        "--log-level-file=info",
        "--log-filename=push-%Y.log",
        "--log-format-file=json",
        "--error-log-filename=errors.log",
        "--log-level-console=off");
    bed.push("nonsense", "--log-level-console=off", "--error-log-filename=errors.log");

    assertThat(TestBed.names(bed.catalog.resolve("log"))).hasSize(2).contains("errors.log");
    Path log = bed.catalog.resolve("log").resolve(TestBed.names(bed.catalog.resolve("log")).get(1));
    assertThat(Files.readAllLines(log))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"ts\":\"") && line.endsWith(",\"my_thread_num\":1}"));
    assertThat(Files.readAllLines(bed.catalog.resolve("log/errors.log")))
        .anyMatch(line -> line.contains("ERROR: \"nonsense\" is not the name of a WAL file"));
    assertThat(bed.err()).isEmpty();
  }

  @Test
  void aLogFileThatCannotBeWrittenStopsNothing() throws Exception {
    String name = bed.segment(1);

    assertThat(bed.push(name, "--log-level-file=info", "--log-directory=/nowhere/at/all")).isZero();

    assertThat(bed.err()).containsOnlyOnce("WARNING: could not write the log file");
    assertThat(bed.stored()).containsExactly(name);
  }

  @Test
  void helpAndVersionNeedNothing() {
    assertThat(ArchivePush.run(new String[] {"--help"}, bed.surroundings())).isZero();
    assertThat(bed.out()).contains("--wal-file-name").doesNotContain("prefetch");
    assertThat(ArchivePush.run(new String[] {"-V"}, bed.surroundings())).isZero();
    assertThat(bed.out()).startsWith("jbackup ");
  }
}
