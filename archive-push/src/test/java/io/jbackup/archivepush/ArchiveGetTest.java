package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveGetTest {
  @TempDir Path directory;
  private TestBed bed;

  @BeforeEach
  void begin() throws Exception {
    bed = new TestBed(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "lz4", "zstd"})
  void aSegmentComesBackAsItWas(String algorithm) throws Exception {
    String name = bed.segment(5);
    bed.push(name, "--compress-algorithm=" + algorithm);

    assertThat(bed.get(name)).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.target()).hasBinaryContent(bed.wal.segment(1, 5, 5));
    assertThat(bed.err()).contains("INFO: jbackup archive-get WAL file: " + name + " delivered");
  }

  @Test
  void whatIsThereIsReplaced() throws Exception {
    String name = bed.segment(5);
    bed.push(name);
    Files.writeString(bed.target(), "old");

    assertThat(bed.get(name)).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.target()).hasBinaryContent(bed.wal.segment(1, 5, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000000010000000000000009",
        "FFFFFFFF0000000000000009",
        "00000002.history",
        "000000010000000000000009.00000028.backup"
      })
  void anAbsentFileIsAbsentInSilence(String name) {
    assertThat(bed.get(name)).isEqualTo(GetResult.ABSENT);

    assertThat(bed.err()).isEmpty();
    assertThat(bed.target()).doesNotExist();
  }

  @Test
  void aMissingArchiveDirectoryIsNotAnAbsentFile() throws Exception {
    Files.delete(bed.stored);

    assertThat(bed.get(bed.wal.name(1, 1))).isEqualTo(GetResult.FAILED);

    assertThat(bed.err()).contains("is missing").contains("mounted");
  }

  @Test
  void aMissingCatalogIsNotAnAbsentFile() throws Exception {
    Files.move(bed.catalog, directory.resolve("away"));

    assertThat(bed.get(bed.wal.name(1, 1))).isEqualTo(GetResult.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--instance=x", "--overwrite", "--batch-size=x"})
  void aWrongOptionIsNotAnAbsentFile(String option) {
    assertThat(bed.get(bed.wal.name(1, 1), option)).isEqualTo(GetResult.FAILED);
  }

  @Test
  void aNameThatIsNoWalFileIsNotAnAbsentFile() {
    assertThat(bed.get("backup_label")).isEqualTo(GetResult.FAILED);
  }

  @Test
  void aSegmentOfAnotherClusterIsNotDelivered() throws Exception {
    String name = bed.wal.name(1, 5);
    Files.write(bed.stored.resolve(name), bed.wal.withSystemId(7).segment(1, 5, 1));
    Files.writeString(bed.target(), "old");

    assertThat(bed.get(name)).isEqualTo(GetResult.FAILED);

    assertThat(bed.target()).hasContent("old");
    assertThat(TestBed.names(bed.pgWal)).containsExactly("RECOVERYXLOG", "archive_status");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 500_000})
  void aSegmentThatIsCutShortIsNotDelivered(int length) throws Exception {
    String name = bed.wal.name(1, 5);
    byte[] content = bed.wal.segment(1, 5, 1);
    Files.write(bed.stored.resolve(name), Arrays.copyOf(content, length));

    assertThat(bed.get(name)).isEqualTo(GetResult.FAILED);
    assertThat(bed.get(name, "--no-validate-wal")).isEqualTo(GetResult.FAILED);

    assertThat(bed.target()).doesNotExist();
  }

  @Test
  void aDamagedPageIsDeliveredOnlyWhenAskedFor() throws Exception {
    String name = bed.wal.name(1, 5);
    byte[] content = bed.wal.segment(1, 5, 1);
    content[80 * 8192] ^= 1;
    Files.write(bed.stored.resolve(name), content);

    assertThat(bed.get(name)).isEqualTo(GetResult.FAILED);
    assertThat(bed.get(name, "--no-validate-wal")).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.target()).hasBinaryContent(content);
  }

  @Test
  void aHistoryFileIsDelivered() throws Exception {
    bed.push(bed.file("00000002.history", "1\t0/700000\tx\n"));

    assertThat(bed.get("00000002.history")).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.target()).hasContent("1\t0/700000\tx\n");
  }

  @Test
  void anEmptyHistoryFileIsNot() throws Exception {
    Files.createFile(bed.stored.resolve("00000002.history"));

    assertThat(bed.get("00000002.history")).isEqualTo(GetResult.FAILED);
  }

  @Test
  void aPartialSegmentStandsInAndIsFilledUp() throws Exception {
    String name = bed.wal.name(1, 5);
    byte[] content = bed.wal.segment(1, 5, 1);
    Files.write(bed.stored.resolve(name + ".partial"), Arrays.copyOf(content, 300_000));

    assertThat(bed.get(name)).isEqualTo(GetResult.DELIVERED);

    byte[] expected = Arrays.copyOf(Arrays.copyOf(content, 300_000), content.length);
    assertThat(bed.target()).hasBinaryContent(expected);
  }

  @Test
  void aWholeSegmentGoesBeforeAPartialOne() throws Exception {
    String name = bed.segment(5);
    bed.push(name, "--compress");
    Files.write(bed.stored.resolve(name + ".partial"), bed.wal.segment(1, 5, 99));

    assertThat(bed.get(name)).isEqualTo(GetResult.DELIVERED);

    assertThat(bed.target()).hasBinaryContent(bed.wal.segment(1, 5, 5));
  }
}
