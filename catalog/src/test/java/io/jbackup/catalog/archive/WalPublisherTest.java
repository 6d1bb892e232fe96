package io.jbackup.catalog.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.archive.PublishResult.AlreadyThere;
import io.jbackup.catalog.archive.PublishResult.Conflict;
import io.jbackup.catalog.archive.PublishResult.Stored;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.testing.SampleWal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalPublisherTest {
  @TempDir Path directory;
  private final SampleWal wal = SampleWal.small().withSize(4 << 20);
  private ArchiveFixture fixture;
  private String name;
  private byte[] content;

  @BeforeEach
  void begin() throws Exception {
    fixture = new ArchiveFixture(directory, wal);
    name = wal.name(1, 7);
    content = wal.segment(1, 7, 1);
  }

  @ParameterizedTest
  @EnumSource
  void aSegmentComesBackAsItWas(Algorithm algorithm) throws Exception {
    PublishResult result = fixture.publish(algorithm, name, content);

    assertThat(result).isInstanceOf(Stored.class);
    assertThat(fixture.storedNames()).containsExactly(name + algorithm.suffix());
    assertThat(fixture.read(name)).isEqualTo(content);
    assertThat(((Stored) result).rawBytes()).isEqualTo(content.length);
  }

  @ParameterizedTest
  @CsvSource({"ZSTD, zstd", "LZ4, lz4", "GZIP, gzip"})
  void anOrdinaryToolReadsWhatIsStored(Algorithm algorithm, String tool) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), tool + " is not installed");
    fixture.publish(algorithm, name, content);

    Path stored = fixture.stored.resolve(name + algorithm.suffix());
    Process process = new ProcessBuilder(tool, "-dc", stored.toString()).start();

    assertThat(process.getInputStream().readAllBytes()).isEqualTo(content);
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theSameContentIsFoundWhateverItIsCompressedWith(Algorithm algorithm) throws Exception {
    fixture.publish(algorithm, name, content);

    PublishResult result = fixture.publish(Algorithm.ZSTD, name, content);

    assertThat(result).isInstanceOf(AlreadyThere.class);
    assertThat(fixture.storedNames()).containsExactly(name + algorithm.suffix());
  }

  @ParameterizedTest
  @EnumSource
  void anotherContentIsAConflictAndNothingChanges(Algorithm algorithm) throws Exception {
    fixture.publish(algorithm, name, content);
    byte[] other = wal.divergedAt(content, 3_000_000, 1, 7, 2);

    PublishResult result = fixture.publish(Algorithm.LZ4, name, other);

    assertThat(result).isInstanceOf(Conflict.class);
    Conflict conflict = (Conflict) result;
    assertThat(conflict.difference().offset()).isEqualTo(3_000_000);
    assertThat(conflict.difference().storedChecksum())
        .isNotEqualTo(conflict.difference().givenChecksum());
    assertThat(fixture.storedNames()).containsExactly(name + algorithm.suffix());
    assertThat(fixture.read(name)).isEqualTo(content);
  }

  @Test
  void overwritingLeavesOnlyTheNewContent() throws Exception {
    fixture.publish(Algorithm.GZIP, name, content);
    byte[] other = wal.segment(1, 7, 2);

    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD, true)) {
      assertThat(publisher.publish(fixture.file(name, other), name)).isInstanceOf(Stored.class);
    }

    assertThat(fixture.storedNames()).containsExactly(name + ".zst");
    assertThat(fixture.read(name)).isEqualTo(other);
  }

  @Test
  void overwritingReplacesADamagedFile() throws Exception {
    Files.write(fixture.stored.resolve(name + ".zst"), new byte[] {1, 2, 3});

    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD, true)) {
      assertThat(publisher.publish(fixture.file(name, content), name)).isInstanceOf(Stored.class);
    }

    assertThat(fixture.read(name)).isEqualTo(content);
  }

  @Test
  void aDamagedFileInTheArchiveIsNamed() throws Exception {
    Files.write(fixture.stored.resolve(name + ".zst"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> fixture.publish(Algorithm.ZSTD, name, content))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining(fixture.stored.resolve(name + ".zst").toString());
  }

  @Test
  void aSegmentOfAnotherClusterIsRefused() {
    byte[] other = wal.withSystemId(42).segment(1, 7, 1);

    assertThatThrownBy(() -> fixture.publish(Algorithm.ZSTD, name, other))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("42");
    assertThat(fixture.stored).isEmptyDirectory();
  }

  @Test
  void aSegmentUnderTheNameOfAnotherIsRefused() {
    byte[] other = wal.segment(1, 8, 1);

    assertThatThrownBy(() -> fixture.publish(Algorithm.ZSTD, name, other))
        .isInstanceOf(CorruptException.class);
    assertThat(fixture.stored).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 39, 8192, (4 << 20) - 1})
  void aSegmentThatIsCutShortIsRefused(int length) {
    byte[] cut = Arrays.copyOf(content, length);

    assertThatThrownBy(() -> fixture.publish(Algorithm.NONE, name, cut))
        .isInstanceOf(CorruptException.class);
    assertThat(fixture.stored).isEmptyDirectory();
  }

  @Test
  void aDamagedPageIsArchivedWithAWarning() throws Exception {
    content[2 * 1024 * 1024] ^= 1;

    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD);
        PendingFile pending = publisher.prepare(fixture.file(name, content), name)) {
      assertThat(pending.warning()).contains("offset 2097152");
      assertThat(pending.publish()).isInstanceOf(Stored.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "1 nonsense\n", "2\t0/1000\tbecause\n"})
  void aHistoryFileWithoutAHistoryIsRefused(String text) {
    assertThatThrownBy(() ->
            fixture.publish(
                Algorithm.ZSTD, "00000002.history", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CorruptException.class);
    assertThat(fixture.stored).isEmptyDirectory();
  }

  @Test
  void filesOtherThanSegmentsAreNeverCompressed() throws Exception {
    byte[] history = "1\t0/700000\tno recovery target specified\n".getBytes(StandardCharsets.UTF_8);
    fixture.publish(Algorithm.ZSTD, "00000002.history", history);
    fixture.publish(Algorithm.ZSTD, name + ".00000028.backup", history);
    fixture.publish(Algorithm.ZSTD, name + ".partial", content);

    assertThat(fixture.storedNames())
        .containsExactlyInAnyOrder(
            "00000002.history", name + ".00000028.backup", name + ".partial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "../7", "000000010000000000000007.gz", "00000000.history"})
  void anythingElseIsRefused(String other) throws Exception {
    Path source = fixture.file("x", content);
    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD)) {
      assertThatThrownBy(() -> publisher.publish(source, other)).isInstanceOf(UsageException.class);
    }
  }

  @Test
  void aMissingSourceIsNamed() {
    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD)) {
      Path missing = fixture.pgWal.resolve(name);
      assertThatThrownBy(() -> publisher.publish(missing, name))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(missing.toString());
    }
  }

  @Test
  void whatIsNotPublishedLeavesNothing() throws Exception {
    try (WalPublisher publisher = fixture.publisher(Algorithm.ZSTD)) {
      publisher.prepare(fixture.file(name, content), name).close();
    }

    assertThat(fixture.stored).isEmptyDirectory();
  }
}
