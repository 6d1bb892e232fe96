package io.jbackup.archivepush;

/// The two programs.
enum Verb {
  ARCHIVE_PUSH("archive-push", "Stores WAL files in the archive; PostgreSQL's archive_command."),
  ARCHIVE_GET("archive-get", "Fetches a WAL file from the archive; PostgreSQL's restore_command.");

  private final String label;
  private final String summary;

  Verb(String label, String summary) {
    this.label = label;
    this.summary = summary;
  }

  String label() {
    return label;
  }

  String summary() {
    return summary;
  }

  boolean takes(Option option) {
    return switch (option) {
      case NO_READY_RENAME,
          OVERWRITE,
          NO_SYNC,
          ARCHIVE_TIMEOUT,
          COMPRESS,
          COMPRESS_ALGORITHM,
          COMPRESS_LEVEL ->
          this == ARCHIVE_PUSH;
      case PREFETCH_DIR, NO_VALIDATE_WAL, AS_OF, BACKGROUND_PREFETCH -> this == ARCHIVE_GET;
      case BACKUP_PATH,
          INSTANCE,
          WAL_FILE_NAME,
          WAL_FILE_PATH,
          PGDATA,
          THREADS,
          BATCH_SIZE,
          ENCRYPT_KEY_FILE,
          ENCRYPT_PASSPHRASE_FILE,
          ENCRYPT_KEY_COMMAND,
          ENCRYPT_RECIPIENT,
          DECRYPT_IDENTITY_FILE,
          LOG_LEVEL_CONSOLE,
          LOG_LEVEL_FILE,
          LOG_FORMAT_CONSOLE,
          LOG_FORMAT_FILE,
          LOG_FILENAME,
          ERROR_LOG_FILENAME,
          LOG_DIRECTORY,
          LOG_ROTATION_SIZE,
          LOG_ROTATION_AGE,
          NO_COLOR,
          REMOTE_PROTO,
          REMOTE_HOST,
          REMOTE_PORT,
          REMOTE_PATH,
          REMOTE_USER,
          SSH_OPTIONS,
          SSH_CONFIG,
          HELP,
          VERSION ->
          true;
    };
  }
}
