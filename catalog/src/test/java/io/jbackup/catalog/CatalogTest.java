package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-22T01:44:59Z");
  private static final BackupControl RUNNING = BackupControl.empty().with(BackupStatus.RUNNING);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void nameTheCatalog() {
    path = directory.resolve("with blank/catalog");
  }

  @Test
  void aDirectoryWithSomethingInItBecomesNoCatalog() throws Exception {
    Files.writeString(directory.resolve("file"), "mine");
    assertThatThrownBy(() -> Catalog.init(directory))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("The backup catalog already exists and is not empty");
    assertThat(directory).isDirectoryContaining("glob:**file");
    assertThat(directory.resolve("jbackup.catalog")).doesNotExist();
  }

  @Test
  void aRelativePathIsRefused() {
    assertThatThrownBy(() -> Catalog.open(Path.of("catalog"), true))
        .isInstanceOf(UsageException.class)
        .hasMessage("-B, --backup-path must be an absolute path");
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    Catalog.init(path);
    Files.writeString(path.resolve("jbackup.catalog"), "format-version = 3\n");
    assertThatThrownBy(() -> Catalog.open(path, true))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("format version \"3\"");
  }

  @Test
  void aDirectoryThatIsNoCatalogIsRefused() throws Exception {
    Files.createDirectories(path);
    assertThatThrownBy(() -> Catalog.open(path, true))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not a backup catalog");
  }

  @Test
  void anUnknownInstanceIsNamedWithThoseThatExist() {
    Catalog catalog = Catalog.init(path);
    catalog.addInstance("main", InstanceConfig.empty());
    assertThatThrownBy(() -> catalog.instance("mian"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.hint()).contains("Known instances: main"))
        .hasMessage("Instance 'mian' does not exist in this backup catalog");
  }

  @Test
  void aNameThatWouldLeaveTheCatalogIsRefused() {
    Catalog catalog = Catalog.init(path);
    assertThatThrownBy(() -> catalog.addInstance("../x", InstanceConfig.empty()))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void anInstanceIsDeletedWithAllItHas() {
    Catalog catalog = Catalog.init(path);
    catalog.addInstance("main", InstanceConfig.empty()).create(NOW, RUNNING);
    catalog.addInstance("other", InstanceConfig.empty());
    catalog.deleteInstance("main");
    assertThat(catalog.instances()).containsExactly("other");
    assertThat(path.resolve("wal/main")).doesNotExist();
  }

  @Test
  void backupsOfTheSameSecondGetDifferentIds() {
    Instance instance = Catalog.init(path).addInstance("main", InstanceConfig.empty());
    BackupId first = instance.create(NOW, RUNNING).id();
    BackupId second = instance.create(NOW, RUNNING).id();
    assertThat(second.start()).isEqualTo(first.start().plusSeconds(1));
    assertThat(instance.backups()).extracting(StoredBackup::id).containsExactly(second, first);
  }

  @Test
  void aClockThatWentBackDoesNotBlockBackups() {
    Instance instance = Catalog.init(path).addInstance("main", InstanceConfig.empty());
    instance.create(NOW, RUNNING);
    BackupId earlier = instance.create(NOW.minusSeconds(3600), RUNNING).id();
    assertThat(earlier.start()).isEqualTo(NOW.minusSeconds(3600));
  }

  @Test
  void aBackupWithoutAReadableControlFileIsListedWithTheReason() throws Exception {
    Instance instance = Catalog.init(path).addInstance("main", InstanceConfig.empty());
    StoredBackup backup = instance.create(NOW, RUNNING);
    Path control = path.resolve(backup.key(StoredBackup.CONTROL).path());
    Files.writeString(control, "");
    assertThat(instance.backups().getFirst().problem()).endsWith("is empty");
    Files.delete(control);
    StoredBackup listed = instance.backups().getFirst();
    assertThat(listed.problem()).endsWith("doesn't exist");
    assertThat(listed.control().status()).isEqualTo(BackupStatus.UNKNOWN);
  }

  @Test
  void aBackupOfANewerFormatIsRefused() {
    Instance instance = Catalog.init(path).addInstance("main", InstanceConfig.empty());
    BackupControl newer = BackupControl.parse("status = OK\nformat-version = 2\n");
    StoredBackup backup = instance.create(NOW, newer);
    assertThatThrownBy(backup::requireKnownFormat)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("format version 2");
  }
}
