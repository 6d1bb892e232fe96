package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends ObjectStoreContract {
  @TempDir Path directory;

  @Override
  ObjectStore store() {
    return new LocalStore(directory.resolve("catalog"), true);
  }

  @Test
  void filesAndFoldersAreForTheirOwnerOnly() throws Exception {
    try (ObjectWriter writer = store().write(new ObjectKey("a/b"), PutMode.CREATE_NEW)) {
      writer.commit();
    }
    Path folder = directory.resolve("catalog/a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatIsAFileIsAFailureAndNotAnAbsence() throws Exception {
    Files.createDirectories(directory.resolve("catalog"));
    Files.writeString(directory.resolve("catalog/a"), "file");
    assertThatThrownBy(() -> store().write(new ObjectKey("a/b"), PutMode.CREATE_NEW))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.resolve("catalog/a").toString());
  }

  @Test
  void keysCannotLeaveTheStore() {
    for (String path : new String[] {"../x", "a/../../x", "/x", "a//b", "a/", "."}) {
      assertThatThrownBy(() -> new ObjectKey(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
