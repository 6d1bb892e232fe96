package io.jbackup.cli;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import java.nio.file.Path;
import java.time.Instant;

/// Catalogs with instances and backups as they are after some work.
final class Samples {
  static final Instant START = Instant.parse("2026-11-22T01:44:54Z");
  static final String ID = idOf(START);

  private Samples() {}

  static String idOf(Instant start) {
    return Long.toString(start.getEpochSecond(), 36).toUpperCase(java.util.Locale.ROOT);
  }

  /// A new catalog with one instance, `node`.
  static Instance instance(Path catalogPath) {
    return instance(catalogPath, "node");
  }

  static Instance instance(Path catalogPath, String name) {
    return Catalog.init(catalogPath)
        .addInstance(
            name,
            InstanceConfig.empty()
                .with(ConfigKey.SYSTEM_IDENTIFIER, "7300000000000000001")
                .with(ConfigKey.SERVER_VERSION, "15")
                .with(ConfigKey.XLOG_SEG_SIZE, "16777216"));
  }

  /// A full backup whose control file says what a finished backup's says.
  static BackupControl finished() {
    return BackupControl.empty()
        .with(ControlField.BACKUP_MODE, "FULL")
        .with(ControlField.STREAM, "true")
        .with(ControlField.COMPRESS_ALG, "zstd")
        .with(ControlField.COMPRESS_LEVEL, 1)
        .with(ControlField.FROM_REPLICA, "false")
        .with(ControlField.FORMAT_VERSION, 1)
        .with(ControlField.BLOCK_SIZE, 8192)
        .with(ControlField.XLOG_BLOCK_SIZE, 8192)
        .with(ControlField.CHECKSUM_VERSION, 1)
        .with(ControlField.PROGRAM_VERSION, "0.1.0")
        .with(ControlField.SERVER_VERSION, "15")
        .with(ControlField.TIMELINE_ID, 1)
        .with(ControlField.START_LSN, "0/2000028")
        .with(ControlField.STOP_LSN, "0/2000100")
        .with(ControlField.START_TIME, START)
        .with(ControlField.END_TIME, START.plusSeconds(5))
        .with(ControlField.RECOVERY_XID, 731)
        .with(ControlField.RECOVERY_TIME, START.plusSeconds(5))
        .with(ControlField.DATA_BYTES, 32_505_856)
        .with(ControlField.WAL_BYTES, 16_777_216)
        .with(ControlField.UNCOMPRESSED_BYTES, 32_505_856)
        .with(ControlField.PGDATA_BYTES, 32_000_000)
        .with(ControlField.CONTENT_CRC, 4_000_000_000L)
        .with(BackupStatus.OK);
  }

  static StoredBackup add(Instance instance, BackupControl control) {
    return instance.create(START, control);
  }
}
