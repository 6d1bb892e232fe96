package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every mistake gives one message, what to do about it, its exit code, and changes nothing.
final class BadInputTest {
  @TempDir Path directory;
  private Path catalog = Path.of("/");

  @BeforeEach
  void makeCatalog() {
    catalog = directory.resolve("catalog");
    Samples.add(Samples.instance(catalog), Samples.finished());
  }

  /// `@` stands for the catalog's path, `#` for a directory that holds nothing.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          init                                        | 2  | No backup catalog path specified.
          init -B relative/path                       | 2  | -B, --backup-path must be an absolute path
          init -B @                                   | 3  | The backup catalog already exists and is not empty
          show -B #/nothing                           | 3  | There is no backup catalog in
          show -B #                                   | 3  | is not a backup catalog
          show -B @ --instance other                  | 3  | Instance 'other' does not exist in this backup catalog
          show -B @ --instance ../node                | 2  | invalid instance name "../node"
          show -B @ --instance node -i AAAAAA         | 3  | Requested backup "AAAAAA" is not found
          show -B @ --instance node -i ../x           | 2  | invalid backup ID "../x"
          show -B @ -i AAAAAA                         | 2  | Required parameter not specified: --instance
          show -B @ --archive -i SVXPK2               | 2  | --archive and --backup-id exclude each other
          show -B @ --format=xml                      | 2  | invalid value "xml" for --format
          show -B @ --stream                          | 2  | option --stream is not used by show
          show -B @ --delete-wal                      | 2  | option --delete-wal is not used by show
          show -B @ --incremental-mode=lsn            | 2  | this version of jbackup (0.1.0) does not have option --incremental-mode
          delete -B @ --instance node                 | 2  | You must specify at least one of the delete options: --delete-expired |--delete-wal |--merge-expired |--status |(-i, --backup-id)
          delete -B @ --instance node --merge-expired | 2  | this version of jbackup (0.1.0) does not have option --merge-expired
          delete -B @ --instance node --expired --status=OK | 2 | You cannot specify --delete-expired and --status options together
          delete -B @ --instance node -i AAAAAA       | 3  | Requested backup "AAAAAA" is not found
          set-backup -B @ --instance node             | 2  | You must specify parameter (-i, --backup-id) for 'set-backup' command
          set-backup -B @ --instance node -i AAAAAA   | 2  | You must specify at least one of the options --ttl, --expire-time and --note
          set-backup -B @ --instance node -i AAAAAA --note=x | 3 | Requested backup "AAAAAA" is not found
          set-backup -B @ --instance node -i AAAAAA --ttl=1d --expire-time=2027-01-01 | 2 | You cannot specify '--expire-time' and '--ttl' options together
          show -B @ --nonsense                        | 2  | unknown option --nonsense of show
          show -B @ -z                                | 2  | unknown option -z of show
          show -B @ extra                             | 2  | unexpected argument "extra"
          show -B @ -B @                              | 2  | option --backup-path should be specified only once
          show -B                                     | 2  | option --backup-path requires a value
          show -B @ --instance=                       | 2  | option --instance has an empty value
          show -B @ --no-color=yes                    | 2  | should be specified without 'yes'
          show -B @ --log-level-console=loud          | 2  | invalid value "loud" for --log-level-console
          frobnicate -B @                             | 2  | unknown verb "frobnicate"
          merge -B @                                  | 2  | this version of jbackup (0.1.0) does not have "merge"
          add-instance -B @                           | 2  | Required parameter not specified: --instance
          add-instance -B @ --instance new            | 2  | No postgres data directory specified.
          add-instance -B @ --instance new -D data    | 2  | -D, --pgdata must be an absolute path
          add-instance -B @ --instance new -D #       | 3  | is not a data directory
          add-instance -B @ --instance new -D # --system-identifier=5 | 2 | Option system-identifier cannot be specified in command line
          add-instance -B @ --instance new -D # -E /x | 2  | -E, --external-dirs takes only "none"
          add-instance -B @ --instance new -h localhost -w -W | 2 | You cannot specify '--password' and '--no-password' options together
          del-instance -B @ --instance other          | 3  | Instance 'other' does not exist in this backup catalog
          set-config -B @ --instance node             | 2  | there is nothing to store
          set-config -B @ --instance node --log-format-console=json | 2 | option --log-format-console is not used by set-config
          set-config -B @ --instance node --compress-algorithm=lzma | 2 | unknown compression algorithm "lzma"
          set-config -B @ --instance node --compress-algorithm=pglz | 2 | compression algorithm "pglz" is not supported
          set-config -B @ --instance node --compress-algorithm=gzip --compress-level=10 | 2 | compression level 10 is out of range for gzip
          set-config -B @ --instance node --archive-timeout=5weeks | 2 | invalid value "5weeks" for --archive-timeout
          set-config -B @ --instance node --retention-window=-1 | 2 | invalid value "-1" for --retention-window
          set-config -B @ --instance node -d password=x | 2 | holds a password, which would be stored
          set-config -B @ --instance node --remote-host=db | 2 | option --remote-host is not supported
          set-config -B @ --instance node --remote-proto=ssh | 2 | option --remote-proto is not supported
          set-config -B @ --instance node --log-filename=a/b | 2 | invalid log file name "a/b"
          init -B /dev/null/catalog                   | 11 | could not create the backup catalog
          backup -B @ --instance node                 | 2  | No backup mode specified.
          backup -B @ --instance node -b bad          | 2  | Invalid backup-mode "bad"
          backup -B @ --instance node -b page         | 2  | does not have backup mode PAGE
          backup -B @ --instance other -b full        | 3  | Instance 'other' does not exist
          backup -B @ --instance node -b full --temp-slot | 2 | need --stream
          backup -B @ --instance node -b full --stream --temp-slot -P | 2 | You cannot specify '--temp-slot' and '--perm-slot' options together
          backup -B @ --instance node -b full --stream -S Slot | 2 | invalid slot name "Slot"
          backup -B @ --instance node -b full --ttl=1d --expire-time=2030-01-01T00:00 | 2 | You cannot specify '--expire-time' and '--ttl' options together
          backup -B @ --instance node -b full --expire-time=soon | 2 | soon
          backup -B @ --instance node -b full --compress --compress-level=23 | 2 | compression level 23 is out of range for zstd
          backup -B @ --instance node -b full --compress-algorithm=lz4 --compress-level=0 | 2 | compression level 0 is out of range for lz4
          backup -B @ --instance node -b full --max-rate=1 | 2 | invalid value "1" for --max-rate
          backup -B @ --instance node -b full -j 0    | 2  | invalid value "0" for -j, --threads
          backup -B @ --instance node -b full --merge-expired | 2 | does not have option --merge-expired
          restore -B @ --instance node                | 2  | No postgres data directory specified.
          restore -B @ --instance node -D data        | 2  | -D, --pgdata must be an absolute path
          restore -B @ --instance node -D #/new -i AAAAAA | 3 | Requested backup "AAAAAA" is not found
          restore -B @ --instance node -D #/new --time=2026-01-01T00:00 --xid=5 | 2 | At most one of '--recovery-target'
          restore -B @ --instance node -D #/new --immediate --lsn=0/5 | 2 | At most one of '--recovery-target'
          restore -B @ --instance node -D #/new --inclusive=true | 2 | needs a target time, xid or LSN
          restore -B @ --instance node -D #/new --recovery-target-action=promote | 2 | needs a recovery target
          restore -B @ --instance node -D #/new --recovery-target=end | 2 | invalid value "end" for --recovery-target
          restore -B @ --instance node -D #/new --time=noon | 2 | noon
          restore -B @ --instance node -D #/new --xid=-5 | 2 | invalid recovery target xid "-5"
          restore -B @ --instance node -D #/new --lsn=5 | 2 | invalid recovery target lsn "5"
          restore -B @ --instance node -D #/new --timeline=0 | 2 | invalid recovery target timeline "0"
          restore -B @ --instance node -D #/new -T /a | 2 | /a
          restore -B @ --instance node -D #/new -X wal | 2 | -X, --waldir must be an absolute path
          restore -B @ --instance node -D #/new -S slot | 2 | need --restore-as-replica
          restore -B @ --instance node -D #/new -I lsn | 2 | does not have option -I
          show-config -B @ --instance node -j 2       | 2  | option -j, --threads is not used by show-config
          """)
  void isRefused(String line, int exit, String message) throws IOException {
    String words = line.replace("@", catalog.toString()).replace("#", empty().toString());
    List<String> before = everything();

    CommandLine.Outcome outcome = new CommandLine().run(words.split(" +"));

    assertThat(outcome.err()).startsWith("ERROR: ").contains(message);
    assertThat(outcome.err().lines().filter(error -> error.startsWith("ERROR"))).hasSize(1);
    assertThat(outcome.err().lines().filter(hint -> hint.matches("HINT: .+"))).hasSize(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(everything()).isEqualTo(before);
  }

  private Path empty() throws IOException {
    return Files.createDirectories(directory.resolve("empty"));
  }

  /// Without lock files, which mean nothing when nobody has locked them.
  private List<String> everything() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.endsWith("empty") && !file.toString().contains("/locks/"))
          .map(file -> file + " " + content(file))
          .sorted()
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void noWordAtAllIsRefused() {
    CommandLine.Outcome outcome = new CommandLine().run();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("ERROR: no verb was given\nHINT: ");
  }

  @Test
  void aRelativePathInTheEnvironmentIsRefused() {
    CommandLine.Outcome outcome = new CommandLine().with("BACKUP_PATH", "catalog").run("show");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("-B, --backup-path must be an absolute path");
  }

  @Test
  void aCatalogOfANewerFormatIsRefused() throws IOException {
    Files.writeString(catalog.resolve("jbackup.catalog"), "format-version = 3\n");

    CommandLine.Outcome outcome = new CommandLine().run("show", "-B", catalog.toString());

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.err()).contains("format version \"3\"").contains("HINT: ");
  }

  @Test
  void anExistingInstanceIsNotAddedAgain() {
    CommandLine.Outcome outcome =
        new CommandLine()
            .run("add-instance", "-B", catalog.toString(), "--instance", "node", "-D", "/nowhere");

    assertThat(outcome.exit()).isEqualTo(3);
  }

  @Test
  void aNoteThatIsTooLongIsRefused() {
    CommandLine.Outcome outcome =
        new CommandLine()
            .with("BACKUP_PATH", catalog.toString())
            .run("backup", "--instance=node", "-b", "FULL", "--note", "ö".repeat(513));

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("ERROR: Backup note cannot exceed 1024 bytes\nHINT: ");
  }

  @Test
  void anErrorWithoutVerboseHasNoStackTrace() {
    String[] words = {"show", "-B", "/nowhere/at/all"};

    assertThat(new CommandLine().run(words).err()).doesNotContain("\tat ");
    assertThat(new CommandLine().run("show", "-B", "/nowhere/at/all", "--verbose").err())
        .contains("\tat ");
  }
}
