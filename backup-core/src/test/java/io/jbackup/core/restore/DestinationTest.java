package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {
  @TempDir Path temp;
  private Path catalog;

  @BeforeEach
  void createCatalog() throws IOException {
    catalog = Files.createDirectory(temp.resolve("catalog"));
  }

  private void check(Path pgdata, Path... waldir) {
    Destination destination =
        new Destination(
            pgdata,
            new TablespacePlan(List.of()),
            waldir.length == 0 ? Optional.empty() : Optional.of(waldir[0]));
    new DestinationCheck(Optional.of(catalog)).requireUsable(destination);
  }

  @Test
  void newAndEmptyDirectoriesServe() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThatCode(() -> check(empty)).doesNotThrowAnyException();
    assertThatCode(() -> check(temp.resolve("a/b/c"))).doesNotThrowAnyException();
    assertThatCode(() -> check(empty, temp.resolve("wal"))).doesNotThrowAnyException();
  }

  @Test
  void whatIsNotEmptyIsLeftAlone() throws IOException {
    Path full = Files.createDirectory(temp.resolve("full"));
    Files.createFile(full.resolve("file"));
    assertThatThrownBy(() -> check(full))
        .isInstanceOf(DestinationException.class)
        .hasMessage("Restore destination is not empty: \"" + full + "\"");
    assertThatThrownBy(() -> check(temp.resolve("new"), full))
        .hasMessage("Restore WAL directory is not empty: \"" + full + "\"");
    assertThatThrownBy(() -> check(full.resolve("file")))
        .hasMessageEndingWith("is not a directory");
    assertThatThrownBy(() -> check(full.resolve("file/below")))
        .isInstanceOf(DestinationException.class);
  }

  @Test
  void theCatalogIsNeitherAroundNorInsideTheDestination() throws IOException {
    assertThatThrownBy(() -> check(catalog.resolve("new")))
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("lie in one another");
    Path link = Files.createSymbolicLink(temp.resolve("link"), catalog);
    assertThatThrownBy(() -> check(link.resolve("new")))
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("lie in one another");
  }

  @Test
  void theWalDirectoryLiesOutsideTheDataDirectory() {
    Path data = temp.resolve("data");
    assertThatThrownBy(() -> check(data, data.resolve("pg_wal")))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void tooLittleRoomIsToldWithNumbers() {
    DestinationCheck check = new DestinationCheck(Optional.of(catalog));
    Path data = temp.resolve("data");
    assertThatCode(() -> check.requireRoom(Map.of(data, 1L))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check.requireRoom(Map.of(data, Long.MAX_VALUE / 2)))
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("the restore needs 4398046511103 MB");
  }

  @Test
  void filesAreCreatedForTheirOwnerAloneUnlessTheGroupMayRead() throws IOException {
    try (FileOutput output = new FileOutput(temp)) {
      output.directory("d", 0700);
      output.file("d/f", 0600, new byte[] {1});
      output.directory("g", 0750);
      output.file("g/f", 0640, new byte[] {1, 2});
    }
    assertThat(permissions("d")).isEqualTo("rwx------");
    assertThat(permissions("d/f")).isEqualTo("rw-------");
    assertThat(permissions("g")).isEqualTo("rwxr-x---");
    assertThat(permissions("g/f")).isEqualTo("rw-r-----");
    assertThat(temp.resolve("g/f")).hasBinaryContent(new byte[] {1, 2});
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve(name)));
  }

  @Test
  void anExistingFileIsNeverOpened() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "mine");
    try (FileOutput output = new FileOutput(temp)) {
      assertThatThrownBy(() -> output.begin("f", 0600))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("it exists already");
    }
    assertThat(file).hasContent("mine");
  }

  /// 0xE9 alone is no UTF-8: only the C library can create such a name under a UTF-8 locale.
  @Test
  void namesThatTheLocaleCannotExpressAreWrittenByteByByte() throws Exception {
    try (FileOutput output = new FileOutput(temp)) {
      output.directory("d\u00e9", 0700);
      output.file("d\u00e9/f\u00ff", 0600, new byte[] {7});
    }
    Process list =
        new ProcessBuilder("find", temp.toString(), "-type", "f").redirectErrorStream(true).start();
    byte[] names = list.getInputStream().readAllBytes();
    assertThat(new String(names, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("/d\u00e9/f\u00ff");
    new ProcessBuilder("rm", "-r", temp.toString()).start().waitFor();
    Files.createDirectory(temp);
  }

  @Test
  void everythingIsForcedToDiskByFileSystemOrFileByFile() throws IOException {
    Path data = Files.createDirectory(temp.resolve("data"));
    Files.createSymbolicLink(data.resolve("link"), temp.resolve("nowhere"));
    Files.writeString(data.resolve("file"), "x");
    assertThatCode(() -> new Durability(false).sync(List.of(data))).doesNotThrowAnyException();
    assertThatCode(() -> new Durability(true).sync(List.of(data))).doesNotThrowAnyException();
    assertThatThrownBy(() -> new NativeFiles().syncFileSystem(temp.resolve("absent")))
        .hasMessageContaining("open: No such file or directory");
  }

  @Test
  void syncfsIsTrustedFromLinux58On() {
    assertThat(NativeFiles.syncfsIsReliable("Linux", "5.8.0-1-amd64")).isTrue();
    assertThat(NativeFiles.syncfsIsReliable("Linux", "6.1")).isTrue();
    assertThat(NativeFiles.syncfsIsReliable("Linux", "5.7.19")).isFalse();
    assertThat(NativeFiles.syncfsIsReliable("Linux", "4.18.0")).isFalse();
    assertThat(NativeFiles.syncfsIsReliable("Linux", "unknown")).isFalse();
    assertThat(NativeFiles.syncfsIsReliable("Mac OS X", "14.1")).isFalse();
  }

  @Test
  void namesThatLeadOutsideAreRefused() {
    for (String name :
        List.of("/etc/passwd", "..", "a/../../b", "a//b", ".", "a/", "", "a\0b", "./..", "././a")) {
      assertThatThrownBy(() -> SafeName.of(name)).isInstanceOf(CorruptException.class);
    }
    for (String name : List.of("base/1/1259", "..a", "a..", ".hidden", "...")) {
      assertThatCode(() -> SafeName.of(name)).doesNotThrowAnyException();
    }
  }
}
