package io.jbackup.catalog.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What jbackup.conf can say, in the order and under the comments it is written.
public enum ConfigKey {
  PGDATA("pgdata", Group.INSTANCE, ConfigKind.PATH, ""),
  SYSTEM_IDENTIFIER("system-identifier", Group.INSTANCE, ConfigKind.UINT64, "0"),
  SERVER_VERSION("server-version", Group.INSTANCE, ConfigKind.INTEGER, "0"),
  XLOG_SEG_SIZE("xlog-seg-size", Group.INSTANCE, ConfigKind.INTEGER, "16777216"),
  ENCRYPTED("encrypted", Group.INSTANCE, ConfigKind.SWITCH, ""),
  EXTERNAL_DIRS("external-dirs", Group.INSTANCE, ConfigKind.TEXT, ""),
  PGDATABASE("pgdatabase", Group.CONNECTION, ConfigKind.TEXT, ""),
  PGHOST("pghost", Group.CONNECTION, ConfigKind.TEXT, ""),
  PGPORT("pgport", Group.CONNECTION, ConfigKind.TEXT, ""),
  PGUSER("pguser", Group.CONNECTION, ConfigKind.TEXT, ""),
  REPLICA_TIMEOUT("replica-timeout", Group.REPLICA, ConfigKind.SECONDS, "300"),
  ARCHIVE_TIMEOUT("archive-timeout", Group.ARCHIVE, ConfigKind.SECONDS, "300"),
  ARCHIVE_HOST("archive-host", Group.ARCHIVE, ConfigKind.TEXT, ""),
  ARCHIVE_PORT("archive-port", Group.ARCHIVE, ConfigKind.TEXT, ""),
  ARCHIVE_USER("archive-user", Group.ARCHIVE, ConfigKind.TEXT, ""),
  RESTORE_COMMAND("restore-command", Group.ARCHIVE, ConfigKind.TEXT, ""),
  LOG_LEVEL_CONSOLE("log-level-console", Group.LOGGING, ConfigKind.LOG_LEVEL, "INFO"),
  LOG_LEVEL_FILE("log-level-file", Group.LOGGING, ConfigKind.LOG_LEVEL, "OFF"),
  LOG_FORMAT_FILE("log-format-file", Group.LOGGING, ConfigKind.LOG_FORMAT, "PLAIN"),
  LOG_FILENAME("log-filename", Group.LOGGING, ConfigKind.TEXT, "jbackup.log"),
  ERROR_LOG_FILENAME("error-log-filename", Group.LOGGING, ConfigKind.TEXT, ""),
  LOG_DIRECTORY("log-directory", Group.LOGGING, ConfigKind.PATH, ""),
  LOG_ROTATION_SIZE("log-rotation-size", Group.LOGGING, ConfigKind.KILOBYTES, "0"),
  LOG_ROTATION_AGE("log-rotation-age", Group.LOGGING, ConfigKind.MINUTES, "0"),
  RETENTION_REDUNDANCY("retention-redundancy", Group.RETENTION, ConfigKind.INTEGER, "0"),
  RETENTION_WINDOW("retention-window", Group.RETENTION, ConfigKind.INTEGER, "0"),
  RETENTION_DAILY("retention-daily", Group.RETENTION, ConfigKind.INTEGER, "0"),
  RETENTION_WEEKLY("retention-weekly", Group.RETENTION, ConfigKind.INTEGER, "0"),
  RETENTION_MONTHLY("retention-monthly", Group.RETENTION, ConfigKind.INTEGER, "0"),
  RETENTION_YEARLY("retention-yearly", Group.RETENTION, ConfigKind.INTEGER, "0"),
  WAL_DEPTH("wal-depth", Group.RETENTION, ConfigKind.INTEGER, "0"),
  COMPRESS_ALGORITHM("compress-algorithm", Group.COMPRESSION, ConfigKind.ALGORITHM, "none"),
  COMPRESS_LEVEL("compress-level", Group.COMPRESSION, ConfigKind.INTEGER, "1"),
  S3_STORAGE_CLASS_DATA("s3-storage-class-data", Group.OBJECTS, ConfigKind.TEXT, ""),
  S3_STORAGE_CLASS_WAL("s3-storage-class-wal", Group.OBJECTS, ConfigKind.TEXT, ""),
  S3_STORAGE_CLASS_METADATA("s3-storage-class-metadata", Group.OBJECTS, ConfigKind.TEXT, ""),
  S3_SERVER_SIDE_ENCRYPTION(
      "s3-server-side-encryption", Group.OBJECTS, ConfigKind.STORE_ENCRYPTION, ""),
  S3_KMS_KEY_ID("s3-kms-key-id", Group.OBJECTS, ConfigKind.TEXT, ""),
  S3_TAGS("s3-tags", Group.OBJECTS, ConfigKind.TEXT, "");

  /// The comment lines of the file.
  public enum Group {
    INSTANCE("Backup instance information"),
    CONNECTION("Connection parameters"),
    REPLICA("Replica parameters"),
    ARCHIVE("Archive parameters"),
    LOGGING("Logging parameters"),
    RETENTION("Retention parameters"),
    COMPRESSION("Compression parameters"),
    OBJECTS("Parameters of objects in a bucket");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final String key;
  private final Group group;
  private final ConfigKind kind;
  private final String defaultValue;

  ConfigKey(String key, Group group, ConfigKind kind, String defaultValue) {
    this.key = key;
    this.group = group;
    this.kind = kind;
    this.defaultValue = defaultValue;
  }

  /// Finds a key as a file writes it: in any case, with `-` or `_`.
  public static Optional<ConfigKey> of(String name) {
    String normal = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values()).filter(key -> key.key.equals(normal)).findFirst();
  }

  public String key() {
    return key;
  }

  public Group group() {
    return group;
  }

  public ConfigKind kind() {
    return kind;
  }

  /// In base units (bytes, seconds, …); empty where there is none.
  public String defaultValue() {
    return defaultValue;
  }
}
