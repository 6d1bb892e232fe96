package io.jbackup.cli.option;

import java.util.List;

/// Options that go together, under the title that help gives them.
public enum OptionGroup {
  GENERAL("General", List.of(Option.HELP, Option.VERBOSE)),
  ENCRYPTION(
      "Keys of an encrypted catalog or instance",
      List.of(
          Option.ENCRYPT_KEY_FILE,
          Option.ENCRYPT_PASSPHRASE_FILE,
          Option.ENCRYPT_KEY_COMMAND,
          Option.ENCRYPT_RECIPIENT,
          Option.DECRYPT_IDENTITY_FILE)),
  CONNECTION(
      "Connection",
      List.of(
          Option.PGDATABASE,
          Option.PGHOST,
          Option.PGPORT,
          Option.PGUSER,
          Option.NO_PASSWORD,
          Option.PASSWORD)),
  COMPRESSION(
      "Compression", List.of(Option.COMPRESS, Option.COMPRESS_ALGORITHM, Option.COMPRESS_LEVEL)),
  OBJECTS(
      "Objects in a bucket",
      List.of(
          Option.S3_STORAGE_CLASS_DATA,
          Option.S3_STORAGE_CLASS_WAL,
          Option.S3_STORAGE_CLASS_METADATA,
          Option.S3_SERVER_SIDE_ENCRYPTION,
          Option.S3_KMS_KEY_ID,
          Option.S3_TAGS)),
  RETENTION(
      "Retention",
      List.of(
          Option.RETENTION_REDUNDANCY,
          Option.RETENTION_WINDOW,
          Option.RETENTION_DAILY,
          Option.RETENTION_WEEKLY,
          Option.RETENTION_MONTHLY,
          Option.RETENTION_YEARLY,
          Option.WAL_DEPTH)),
  TARGET(
      "Recovery target",
      List.of(
          Option.RECOVERY_TARGET_TIME,
          Option.RECOVERY_TARGET_XID,
          Option.RECOVERY_TARGET_LSN,
          Option.RECOVERY_TARGET_NAME,
          Option.RECOVERY_TARGET,
          Option.IMMEDIATE,
          Option.RECOVERY_TARGET_INCLUSIVE,
          Option.RECOVERY_TARGET_TIMELINE,
          Option.RECOVERY_TARGET_ACTION)),
  LOGGING(
      "Logging",
      List.of(
          Option.LOG_LEVEL_CONSOLE,
          Option.LOG_LEVEL_FILE,
          Option.LOG_FORMAT_CONSOLE,
          Option.LOG_FORMAT_FILE,
          Option.LOG_FILENAME,
          Option.ERROR_LOG_FILENAME,
          Option.LOG_DIRECTORY,
          Option.LOG_ROTATION_SIZE,
          Option.LOG_ROTATION_AGE,
          Option.NO_COLOR)),
  REMOTE(
      "Remote access, which jbackup does not need",
      List.of(
          Option.REMOTE_PROTO,
          Option.REMOTE_HOST,
          Option.REMOTE_PORT,
          Option.REMOTE_PATH,
          Option.REMOTE_USER,
          Option.SSH_OPTIONS,
          Option.SSH_CONFIG,
          Option.ARCHIVE_HOST,
          Option.ARCHIVE_PORT,
          Option.ARCHIVE_USER));

  private final String title;

  // List.of gives lists that do not change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Option> options;

  OptionGroup(String title, List<Option> options) {
    this.title = title;
    this.options = options;
  }

  public String title() {
    return title;
  }

  public List<Option> options() {
    return options;
  }

  /// Those that a verb takes.
  public List<Option> optionsOf(Verb verb) {
    return options.stream().filter(verb::takes).toList();
  }
}
