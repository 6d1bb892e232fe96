package io.jbackup.catalog.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalArchiveTest {
  @TempDir Path directory;
  private final SampleWal wal = SampleWal.small();
  private final SegmentName segment = new SegmentName(2, 300);
  private final String name = wal.name(2, 300);
  private final byte[] content = wal.segment(2, 300, 1);
  private ArchiveFixture fixture;

  @BeforeEach
  void begin() throws Exception {
    fixture = new ArchiveFixture(directory, wal);
  }

  @Test
  void aListingHasEveryFileWithoutUnfinishedOnes() throws Exception {
    fixture.publish(Algorithm.ZSTD, name, content);
    fixture.publish(Algorithm.NONE, wal.name(1, 4), wal.segment(1, 4, 1));
    Files.write(fixture.stored.resolve("." + name + ".1-2.tmp"), content);

    assertThat(fixture.archive.list())
        .extracting(ArchivedFile::name)
        .containsExactly(wal.name(1, 4), name);
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "LZ4", "GZIP"})
  void aTruncatedFileIsCorrupt(Algorithm algorithm) throws Exception {
    fixture.publish(algorithm, name, content);
    Path stored = fixture.stored.resolve(name + algorithm.suffix());
    byte[] bytes = Files.readAllBytes(stored);
    Files.write(stored, Arrays.copyOf(bytes, bytes.length - 5));

    assertThatThrownBy(this::readVerified)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining(stored.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "LZ4", "GZIP"})
  void aFlippedBitIsCorrupt(Algorithm algorithm) throws Exception {
    fixture.publish(algorithm, name, content);
    Path stored = fixture.stored.resolve(name + algorithm.suffix());
    byte[] bytes = Files.readAllBytes(stored);
    bytes[bytes.length / 2] ^= 8;
    Files.write(stored, bytes);

    assertThatThrownBy(this::readVerified).isInstanceOf(CorruptException.class);
  }

  @Test
  void gzipMembersOfAnySizeAreOneFile() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < content.length; at += 77_777) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(members)) {
        gzip.write(content, at, Math.min(77_777, content.length - at));
      }
    }
    Files.write(fixture.stored.resolve(name + ".gz"), members.toByteArray());

    assertThat(readVerified()).isEqualTo(content);
  }

  @Test
  void aVerifiedSegmentIsTheOneAskedFor() throws Exception {
    fixture.publish(Algorithm.ZSTD, name, content);

    assertThat(readVerified()).isEqualTo(content);
    Files.move(
        fixture.stored.resolve(name + ".zst"), fixture.stored.resolve(wal.name(2, 301) + ".zst"));
    assertThat(fixture.archive.openSegment(segment, wal.size(), wal.systemId())).isEmpty();
    assertThatThrownBy(() -> readVerified(segment.next(), wal.systemId()))
        .isInstanceOf(CorruptException.class);
  }

  @Test
  void aSegmentOfAnotherClusterIsRefused() throws Exception {
    fixture.publish(Algorithm.ZSTD, name, content);

    assertThatThrownBy(() -> readVerified(segment, 99)).isInstanceOf(IdentityException.class);
  }

  @Test
  void aFileThatVanishedIsNamed() throws Exception {
    fixture.publish(Algorithm.ZSTD, name, content);
    ArchivedFile file = fixture.archive.find(name).orElseThrow();
    Files.delete(fixture.stored.resolve(name + ".zst"));

    assertThatThrownBy(() -> fixture.archive.open(file)).isInstanceOf(WalException.class);
  }

  @Test
  void timelineOneIsARoot() {
    assertThat(fixture.archive.history(1)).contains(TimelineHistory.root(1));
    assertThat(fixture.archive.history(2)).isEmpty();
  }

  @Test
  void historiesAreReadFromTheirFiles() throws Exception {
    history("00000003.history", "1\t0/300000\tx\n2\t0/500000\ty\n");
    history("00000002.history", "1\t0/300000\tx\n");

    assertThat(fixture.archive.history(3).orElseThrow().parent()).isEqualTo(2);
    assertThat(fixture.archive.histories())
        .extracting(TimelineHistory::timeline)
        .containsExactly(2, 3);
  }

  @Test
  void aMalformedHistoryIsCorrupt() throws Exception {
    history("00000003.history", "");

    assertThatThrownBy(() -> fixture.archive.history(3))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("00000003.history");
  }

  @Test
  void aMissingFolderIsNotAnEmptyArchive() throws Exception {
    fixture.archive.requirePresent();
    Files.delete(fixture.stored);

    assertThatThrownBy(fixture.archive::requirePresent).isInstanceOf(CatalogException.class);
  }

  @Test
  void oldUnfinishedFilesAreSwept() throws Exception {
    Path old = Files.write(fixture.stored.resolve("." + name + ".1-2.tmp"), content);
    Path fresh = Files.write(fixture.stored.resolve("." + name + ".3-4.tmp"), content);
    fixture.publish(Algorithm.NONE, name, content);
    Instant now = Instant.now();
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(2))));

    int swept =
        fixture.archive.store().sweep(fixture.archive.folder(), now.minus(Duration.ofDays(1)));

    assertThat(swept).isOne();
    assertThat(fresh).exists();
    assertThat(fixture.storedNames()).containsExactly(fresh.getFileName().toString(), name);
  }

  private void history(String file, String text) throws Exception {
    Files.write(fixture.stored.resolve(file), text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] readVerified() throws Exception {
    return readVerified(segment, wal.systemId());
  }

  private byte[] readVerified(SegmentName which, long systemId) throws Exception {
    try (InputStream in = fixture.archive.openSegment(which, wal.size(), systemId).orElseThrow()) {
      return in.readAllBytes();
    }
  }
}
