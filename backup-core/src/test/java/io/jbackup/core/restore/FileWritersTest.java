package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.DestinationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileWritersTest {
  private static final int PIECE = 300_000;

  private final Random random = new Random(1);

  @TempDir private Path temp;

  private static void write(FileWriters output, String name, byte[] content) {
    output.begin(name, 0600);
    for (int at = 0; at < content.length; at += PIECE) {
      output.write(content, at, Math.min(PIECE, content.length - at));
    }
    output.end();
  }

  private byte[] content(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void everyFileHasItsContent(int threads) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 2000; i++) {
      files.put("d/small" + i, content(random.nextInt(20)));
    }
    for (int i = 0; i < 8; i++) {
      files.put("d/large" + i, content(random.nextInt(5 << 20)));
    }
    try (FileWriters output = new FileWriters(temp, threads, true)) {
      output.directory("d", 0700);
      files.forEach((name, content) -> write(output, name, content));
      output.finish();
    }
    try (Stream<Path> found = Files.list(temp.resolve("d"))) {
      assertThat(found).hasSize(files.size());
    }
    files.forEach(
        (name, content) -> assertThat(temp.resolve(name)).as(name).hasBinaryContent(content));
  }

  /// More than the announced 128 MiB, so that it is forced to disk meanwhile, and after its end.
  @Test
  void aFileThatIsForcedMeanwhileHasItsContent() throws IOException {
    byte[] piece = content(1 << 20);
    try (FileWriters output = new FileWriters(temp, 2, true)) {
      output.begin("f", 0600);
      for (int i = 0; i < 150; i++) {
        output.write(piece, 0, piece.length);
      }
      output.end();
      output.finish();
    }
    assertThat(temp.resolve("f")).hasSize(150L << 20);
    try (var in = Files.newInputStream(temp.resolve("f"))) {
      for (int i = 0; i < 150; i++) {
        assertThat(in.readNBytes(piece.length)).isEqualTo(piece);
      }
    }
  }

  @Test
  void aFileThatExistsStopsAllAndIsNotTouched() throws IOException {
    Path mine = Files.writeString(temp.resolve("f"), "mine");
    try (FileWriters output = new FileWriters(temp, 2, true)) {
      assertThatThrownBy(
              () -> {
                write(output, "f", content(10));
                output.finish();
              })
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("\"" + mine + "\": it exists already");
      assertThatThrownBy(() -> write(output, "g", content(100 << 20)))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("it exists already");
    }
    assertThat(mine).hasContent("mine");
    assertThat(temp.resolve("g")).doesNotExist();
  }

  @Test
  void whoeverWaitsCanBeInterrupted() {
    try (FileWriters output = new FileWriters(temp, 2, true)) {
      output.begin("f", 0600);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> output.write(content(2 << 20), 0, 2 << 20))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatWasNotFinishedIsLeftAndNothingMoreBegins() throws IOException {
    byte[] piece = content(1 << 20);
    FileWriters output = new FileWriters(temp, 1, false);
    try (output) {
      output.begin("f", 0600);
      for (int i = 0; i < 3; i++) {
        output.write(piece, 0, piece.length);
      }
      output.write(piece, 0, 5);
    }
    if (Files.exists(temp.resolve("f"))) {
      assertThat(Files.size(temp.resolve("f"))).isLessThanOrEqualTo(3L << 20);
    }
    assertThatThrownBy(() -> write(output, "g", piece)).isInstanceOf(CancelledException.class);
    assertThat(temp.resolve("g")).doesNotExist();
  }

  /// Threads begin with their first batch.
  @Test
  void filesAreSharedOutAmongTheThreads() {
    byte[] content = content(5 << 19);
    try (FileWriters output = new FileWriters(temp, 2, false)) {
      for (int i = 0; i < 40; i++) {
        write(output, "f" + i, content);
      }
      output.finish();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .contains("write 1", "write 2");
    }
  }
}
