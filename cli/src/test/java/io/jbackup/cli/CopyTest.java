package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `copy` of two instances between directories.
final class CopyTest {
  private static final SampleWal WAL =
      SampleWal.small().withSystemId(7_300_000_000_000_000_001L).withSize(16 << 20);

  @TempDir private Path directory;
  private Path catalog;
  private Path other;
  private StoredBackup backup;

  @BeforeEach
  void makeCatalogs() {
    catalog = directory.resolve("catalog");
    other = directory.resolve("other");
    Instance first = Samples.instance(catalog, "first");
    InstanceConfig config = first.config();
    Instance second = first.catalog().addInstance("second", config);
    backup = Samples.add(second, Samples.finished());
    Catalog.init(other).close();
  }

  private Outcome copy(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "copy";
    words[1] = "-B" + catalog;
    words[2] = "--to=" + other;
    System.arraycopy(options, 0, words, 3, options.length);
    return new CommandLine().run(words);
  }

  private void archive(String instance, int number, byte[] content) throws IOException {
    String name = new SegmentName(1, number).fileName(WAL.size());
    Files.write(catalog.resolve("wal").resolve(instance).resolve(name), content);
  }

  private boolean isArchived(String instance, int number) {
    String name = new SegmentName(1, number).fileName(WAL.size());
    return Files.exists(other.resolve("wal").resolve(instance).resolve(name));
  }

  @Test
  void damageIsToldAndEverythingElseIsCopied() throws IOException {
    archive("first", 1, new byte[100]);
    archive("first", 2, WAL.segment(1, 2, 2));
    archive("second", 3, WAL.segment(1, 3, 3));

    Outcome outcome = copy("--no-validate");

    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(8);
    assertThat(outcome.err())
        .contains(
            "WARNING: WAL file 000000010000000000000001 was not copied: WAL file ",
            "INFO: Instance 'second': backups copied: 1, there already: 0; WAL files copied: 1",
            "WARNING: Not everything was copied: 1 failure\n",
            "ERROR: WAL file ");
    assertThat(isArchived("first", 1)).isFalse();
    assertThat(isArchived("first", 2)).isTrue();
    assertThat(isArchived("second", 3)).isTrue();
    try (Catalog copied = Catalog.open(other, true)) {
      assertThat(copied.instance("second").backup(backup.id()).orElseThrow().control().status())
          .isEqualTo(BackupStatus.DONE);
    }
  }

  @Test
  void anInstanceThatCannotBeCopiedDoesNotKeepTheNextFromIt() throws IOException {
    Files.writeString(catalog.resolve("backups/first/jbackup.conf"), "nonsense");

    Outcome outcome = copy("--no-validate");

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.err())
        .contains("WARNING: Instance 'first' was not copied: ")
        .contains("INFO: Instance 'second': backups copied: 1");
  }

  @Test
  void aKeyThatIsGivenForAnOpenInstanceIsRefused() throws IOException {
    String key = "--encrypt-key-file=" + new Secrets(directory).key("key");

    Outcome one = copy("--instance=second", "--no-validate", key);
    assertThat(one.exit()).isEqualTo(3);
    assertThat(one.err()).contains("is not encrypted, and a key was given");

    Outcome all = copy("--no-validate", key);
    assertThat(all.exit()).isEqualTo(3);
    assertThat(all.err()).contains("is not encrypted, and a key was given");
    assertThat(other.resolve("backups/second")).doesNotExist();
  }

  @Test
  void aCatalogIsNotCopiedToItself() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), catalog);
    Outcome outcome = new CommandLine().run("copy", "-B", catalog.toString(), "--to=" + link);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("are the same catalog");
  }
}
