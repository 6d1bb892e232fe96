package io.jbackup.core.copy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Two catalogs in directories, and what lies in them without any server.
final class CopyBed {
  static final SampleWal WAL = SampleWal.small();
  static final InstanceConfig CONFIG =
      InstanceConfig.empty()
          .with(ConfigKey.SYSTEM_IDENTIFIER, Long.toUnsignedString(WAL.systemId()))
          .with(ConfigKey.SERVER_VERSION, "17")
          .with(ConfigKey.XLOG_SEG_SIZE, "" + WAL.size().bytes());

  final Instance from;
  final Instance to;
  final RecordingLog log = new RecordingLog();
  private final Path directory;

  CopyBed(Path directory, KeySettings keysOfCopy) {
    this.directory = directory;
    from = Catalog.init(directory.resolve("from")).addInstance("main", CONFIG);
    Path place = directory.resolve("to");
    Catalog.init(CatalogLocation.of(place), keysOfCopy).close();
    to = Catalog.open(CatalogLocation.of(place), false, keysOfCopy).addInstance("main", CONFIG);
  }

  CopyResult copy(CopyRequest request) {
    log.lines().clear();
    return instanceCopy(Progress.NONE).run(request);
  }

  CopyInstance instanceCopy(Progress progress) {
    return new CopyInstance(from, locks(from), to, locks(to), log, progress, Clock.systemUTC());
  }

  private static Locks locks(Instance instance) {
    return instance.locks(LockRequest.withoutWaiting("copy"));
  }

  static CopyRequest unverified() {
    return CopyRequest.everything(false, 2);
  }

  Path walFile(String catalog, String name) throws IOException {
    return Files.createDirectories(directory.resolve(catalog).resolve("wal/main")).resolve(name);
  }

  /// Archives a good segment of timeline 1.
  Path segment(String catalog, int number) throws IOException {
    return Files.write(walFile(catalog, WAL.name(1, number)), WAL.segment(1, number, number));
  }

  Path backupFile(String catalog, BackupId id, String name) {
    return directory.resolve(catalog).resolve("backups/main").resolve(id.text()).resolve(name);
  }

  /// A backup that is OK, with files of a few bytes.
  StoredBackup backup(int hour) throws IOException {
    StoredBackup made =
        from.create(
            Instant.parse("2026-11-20T%02d:00:00Z".formatted(hour)),
            BackupControl.empty()
                .with(ControlField.BACKUP_MODE, "FULL")
                .with(ControlField.STREAM, "true")
                .with(ControlField.TIMELINE_ID, "1")
                .with(ControlField.START_LSN, "0/%X000028".formatted(hour))
                .with(ControlField.STOP_LSN, "0/%X000100".formatted(hour))
                .with(ControlField.CONTENT_CRC, hour)
                .with(BackupStatus.OK));
    for (String name : List.of("base.tar.zst", "backup_manifest", "index")) {
      Files.writeString(backupFile("from", made.id(), name), name + " of " + hour);
    }
    return made;
  }

  BackupControl copied(BackupId id) {
    return to.backup(id).orElseThrow().control();
  }

  List<String> copiedWal() {
    return to.archive().list().stream().map(ArchivedFile::storedName).toList();
  }
}
