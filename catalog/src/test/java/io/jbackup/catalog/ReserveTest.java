package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.StorageException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {
  @TempDir Path directory;
  private Instance instance;
  private Path file;

  @BeforeEach
  void open() {
    Path path = directory.resolve("catalog");
    instance = Catalog.init(path).addInstance("main", InstanceConfig.empty());
    file = path.resolve("backups/main/reserve");
  }

  private void writeWithoutRoom() {
    if (file.toFile().exists()) {
      throw new StorageException("No space left on device", "");
    }
  }

  @Test
  void isGivenUpOnlyForWhatFails() {
    instance.keepReserve();
    instance.reserve().spendFor(() -> assertThat(file).hasSize(64 << 10));
    assertThat(file).exists();

    instance.reserve().spendFor(this::writeWithoutRoom);
    assertThat(file).doesNotExist();

    instance.keepReserve();
    assertThat(file).exists();
  }

  @Test
  void whatFailsWithoutItFails() {
    assertThatThrownBy(() ->
            instance
                .reserve()
                .spendFor(() -> {
                  throw new StorageException("broken", "");
                }))
        .isInstanceOf(StorageException.class)
        .hasMessage("broken");
  }

  @Test
  void isNoBackup() {
    instance.keepReserve();
    assertThat(instance.backups()).isEmpty();
    instance.catalog().deleteInstance("main");
    assertThat(file).doesNotExist();
  }
}
