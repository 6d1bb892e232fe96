package io.jbackup.scheduler.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.scheduler.config.MirrorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Retention of a mirror that does not have all backups yet, and the order in which they come.
final class MirrorRetentionTest {
  @TempDir private Path directory;
  private final Known known = new Known();
  private Instance from;
  private Instance to;

  @BeforeEach
  void makeCatalogs() throws IOException {
    InstanceConfig config = InstanceConfig.empty().with(ConfigKey.SYSTEM_IDENTIFIER, "77");
    from = Catalog.init(directory.resolve("from")).addInstance("main", config);
    to = Catalog.init(directory.resolve("to")).addInstance("main", config);
    for (int number = 1; number <= 6; number++) {
      Files.writeString(
          directory.resolve("to/wal/main").resolve("0000000100000000%08X".formatted(number)), "w");
    }
  }

  /// That of an hour, in the segment of the same number.
  private static StoredBackup backup(Instance instance, int hour, String parent) {
    BackupControl control =
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, parent.isEmpty() ? "FULL" : "DELTA")
            .with(ControlField.STREAM, "false")
            .with(ControlField.TIMELINE_ID, "1")
            .with(ControlField.START_LSN, "0/%X000028".formatted(hour))
            .with(ControlField.STOP_LSN, "0/%X000100".formatted(hour))
            .with(BackupStatus.OK);
    return instance.create(
        Instant.parse("2026-11-20T%02d:00:00Z".formatted(hour)),
        parent.isEmpty() ? control : control.with(ControlField.PARENT_BACKUP_ID, parent));
  }

  private int segmentsAfter(List<StoredBackup> wanted) {
    MirrorSettings settings =
        new MirrorSettings(
            CatalogLocation.of(directory.resolve("to")),
            Optional.of(new RetentionPolicy(2, 0, 0, 0, 0, 0, 0)),
            true,
            Duration.ofMinutes(1),
            1,
            Optional.empty());
    new MirrorRetention(
            to,
            to.locks(LockRequest.withoutWaiting("mirror")),
            settings,
            new SilentLog(),
            Clock.systemUTC(),
            known)
        .apply(wanted, () -> {});
    return to.archive().list().stream().map(ArchivedFile::name).toList().size();
  }

  @Test
  void walThatAnOlderBackupWillNeedStaysUntilThatIsThere() {
    StoredBackup older = backup(from, 2, "");
    StoredBackup newer = backup(from, 4, "");
    known.add(backup(to, 4, ""));

    assertThat(segmentsAfter(List.of(older, newer))).isEqualTo(6);
    known.add(backup(to, 2, ""));
    assertThat(segmentsAfter(List.of(older, newer))).isEqualTo(5);
  }

  @Test
  void aMissingBackupThatIsNewerKeepsNoWal() {
    known.add(backup(to, 2, ""));
    known.add(backup(to, 3, ""));

    assertThat(segmentsAfter(List.of(backup(from, 5, "")))).isEqualTo(5);
  }

  @Test
  void theNewestComesFirstAfterWhatItNeeds() {
    StoredBackup full = backup(from, 1, "");
    StoredBackup other = backup(from, 2, "");
    StoredBackup delta = backup(from, 3, full.id().text());

    assertThat(Order.newestFirst(List.of(full, other, delta))).containsExactly(full, delta, other);
  }

  private static final class SilentLog implements MirrorLog {
    @Override
    public void info(String message) {
      // Nobody listens.
    }

    @Override
    public void warning(String message) {
      // Nobody listens.
    }

    @Override
    public void log(String message) {
      // Nobody listens.
    }

    @Override
    public void verbose(String message) {
      // Nobody listens.
    }

    @Override
    public void error(String message, String hint) {
      // Nobody listens.
    }
  }
}
