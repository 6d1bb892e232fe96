package io.jbackup.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.core.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WalCopyTest {
  private static final int THREADS = 2;

  @TempDir private Path directory;
  private WalArchive from;
  private WalArchive to;
  private WalCopy copy;

  @BeforeEach
  void makeArchives() {
    from = archive("from");
    to = archive("to");
    copy = new WalCopy(from, to, new ObjectCopy(from.store(), to.store(), Progress.NONE), THREADS);
  }

  private WalArchive archive(String name) {
    return new WalArchive(
        new LocalStore(directory.resolve(name), false), new ObjectKey("wal/main"));
  }

  private void put(String archive, int number, String content) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(archive).resolve("wal/main"));
    Files.writeString(folder.resolve("0000000100000000000000%02X.zst".formatted(number)), content);
  }

  @Test
  void whatIsThereIsComparedAndTheRestIsCopied() throws Exception {
    for (int i = 1; i <= 50; i++) {
      put("from", i, "segment " + i);
    }
    for (int i = 41; i <= 60; i++) {
      put("to", i, "segment " + i);
    }

    CopyResult result = copy.run();

    assertThat(result.walFiles()).isEqualTo(40);
    assertThat(result.walFilesPresent()).isEqualTo(10);
    assertThat(result.bytes()).isEqualTo("segment 1".length() * 9 + "segment 10".length() * 31);
    assertThat(names(to)).hasSize(60).containsAll(names(from));
    assertThat(copy.run()).isEqualTo(new CopyResult(0, 0, 0, 50, 0));
  }

  private static List<String> names(WalArchive archive) {
    return archive.list().stream().map(ArchivedFile::storedName).toList();
  }

  @Test
  void anotherContentIsAConflictAndStays() throws Exception {
    for (int i = 1; i <= 20; i++) {
      put("from", i, "segment " + i);
    }
    put("to", 3, "something else");

    assertThatThrownBy(copy::run)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("000000010000000000000003.zst\" is there with another content");
    assertThat(directory.resolve("to/wal/main/000000010000000000000003.zst"))
        .hasContent("something else");
  }
}
