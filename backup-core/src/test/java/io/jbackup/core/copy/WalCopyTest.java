package io.jbackup.core.copy;

import static io.jbackup.core.copy.CopyBed.WAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.core.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WalCopyTest {
  private static final CopyRequest ARCHIVE = new CopyRequest(List.of(), false, true, true, 2);

  @TempDir private Path directory;
  private CopyBed bed;

  @BeforeEach
  void makeCatalogs() {
    bed = new CopyBed(directory, KeySettings.NONE);
  }

  private Path compressed(String catalog, int number, byte[] content, int level)
      throws IOException {
    return Files.write(
        bed.walFile(catalog, WAL.name(1, number) + ".zst"), Zstd.compress(content, level));
  }

  private static byte[] content(int number) {
    return WAL.segment(1, number, number);
  }

  private CopyResult copy() {
    return bed.copy(ARCHIVE);
  }

  private static CopyResult sum(int copied, int present, long bytes) {
    return new CopyResult(0, 0, copied, present, bytes, 0, Optional.empty());
  }

  @Test
  void whatIsThereIsComparedAndTheRestIsCopied() throws Exception {
    for (int i = 1; i <= 15; i++) {
      bed.segment("from", i);
    }
    for (int i = 11; i <= 20; i++) {
      bed.segment("to", i);
    }

    assertThat(copy()).isEqualTo(sum(10, 5, 10L * WAL.size().bytes()));
    assertThat(bed.copiedWal()).hasSize(20);
    assertThat(copy()).isEqualTo(sum(0, 15, 0));
  }

  @Test
  void anotherContentIsAConflictAndStaysAndTheRestIsCopied() throws Exception {
    for (int i = 1; i <= 4; i++) {
      bed.segment("from", i);
    }
    byte[] other = WAL.segment(1, 2, 77);
    Files.write(bed.walFile("to", WAL.name(1, 2)), other);

    CopyResult result = copy();

    assertThat(result.walFiles()).isEqualTo(3);
    assertThat(result.failures()).isOne();
    assertThat(result.worst())
        .get()
        .isInstanceOf(CatalogException.class)
        .extracting(BackupException::getMessage)
        .asString()
        .contains(WAL.name(1, 2) + "\" is there with another content than");
    assertThat(bed.walFile("to", WAL.name(1, 2))).hasBinaryContent(other);
  }

  @Test
  void aDamagedFileIsNotCopiedAndTheRestIs() throws Exception {
    byte[] page = content(1);
    page[5 * 8192] ^= 1;
    Files.write(bed.walFile("from", WAL.name(1, 1)), page);
    Files.write(bed.walFile("from", WAL.name(1, 2)), Arrays.copyOf(content(2), 8192));
    Path cut = compressed("from", 3, content(3), 1);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), (int) Files.size(cut) / 2));
    Files.write(bed.walFile("from", WAL.name(1, 4)), WAL.withSystemId(4711).segment(1, 4, 4));
    Files.writeString(bed.walFile("from", "00000002.history"), "not a history");
    bed.segment("from", 5);
    compressed("from", 6, content(6), 1);

    CopyResult result = copy();

    assertThat(result.walFiles()).isEqualTo(2);
    assertThat(result.failures()).as("%s", bed.log.lines()).isEqualTo(5);
    assertThat(result.worst()).containsInstanceOf(CorruptException.class);
    assertThat(bed.copiedWal()).containsExactly(WAL.name(1, 5), WAL.name(1, 6) + ".zst");
    assertThat(bed.log.lines())
        .filteredOn(line -> line.startsWith("WARNING: "))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("WARNING: WAL file " + WAL.name(1, 2) + " was not"));
  }

  @Test
  void anotherClustersSegmentIsNamedAsSuch() throws Exception {
    Files.write(bed.walFile("from", WAL.name(1, 4)), WAL.withSystemId(4711).segment(1, 4, 4));
    assertThat(copy().worst()).containsInstanceOf(IdentityException.class);
  }

  @Test
  void theSameContentUnderAnotherCompressionIsThere() throws Exception {
    compressed("from", 1, content(1), 1);
    bed.segment("to", 1);
    bed.segment("from", 2);
    compressed("to", 2, content(2), 1);
    compressed("from", 3, content(3), 1);
    compressed("to", 3, content(3), 9);

    assertThat(copy()).isEqualTo(sum(0, 3, 0));
    assertThat(bed.copiedWal())
        .containsExactly(WAL.name(1, 1), WAL.name(1, 2) + ".zst", WAL.name(1, 3) + ".zst");
  }

  @Test
  void anotherContentUnderAnotherCompressionIsAConflict() throws Exception {
    compressed("from", 1, content(1), 1);
    Files.write(bed.walFile("to", WAL.name(1, 1)), WAL.segment(1, 1, 77));

    assertThat(copy().worst()).containsInstanceOf(CatalogException.class);
    assertThat(bed.copiedWal()).containsExactly(WAL.name(1, 1));
  }

  @Test
  void whatRetentionRemovesMeanwhileIsPassedOver() throws Exception {
    bed.segment("from", 1);
    Path removed = bed.segment("from", 2);
    AtomicBoolean done = new AtomicBoolean();
    Progress removing =
        new OnAdvance(() -> {
          if (!done.getAndSet(true)) {
            Files.delete(removed);
          }
        });

    CopyResult result =
        bed.instanceCopy(removing).run(new CopyRequest(List.of(), false, true, true, 1));

    assertThat(result).isEqualTo(sum(1, 0, WAL.size().bytes()));
    assertThat(bed.log.lines())
        .contains("LOG: WAL file " + WAL.name(1, 2) + " was removed before it was copied");
  }

  @Test
  void whatTheStorageSpoiltIsRemovedAndCopiedByTheNextRun() throws Exception {
    bed.segment("from", 1);
    Path folder = bed.walFile("to", "x").resolveSibling(".");
    Progress spoiling =
        new OnAdvance(() -> {
          try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path file : unfinished) {
              byte[] bytes = Files.readAllBytes(file);
              Arrays.fill(bytes, 0, bytes.length / 2, (byte) 1);
              Files.write(file, bytes);
            }
          }
        });

    CopyResult spoilt =
        bed.instanceCopy(spoiling).run(new CopyRequest(List.of(), false, true, true, 1));

    assertThat(spoilt.worst())
        .get()
        .isInstanceOf(CorruptException.class)
        .extracting(BackupException::getMessage)
        .asString()
        .endsWith("is not what was written to it");
    assertThat(bed.copiedWal()).isEmpty();
    assertThat(copy()).isEqualTo(sum(1, 0, WAL.size().bytes()));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /// Does something with each piece that is copied.
  private record OnAdvance(Step step) implements Progress {
    @Override
    public void begin(String task, long totalBytes) {
      // What is copied is listed a little later.
    }

    @Override
    public void advance(long bytes) {
      try {
        step.run();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void end() {
      // Nobody looks.
    }
  }
}
