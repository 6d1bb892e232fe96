package io.jbackup.archivepush;

import org.jspecify.annotations.Nullable;

/// The options of archive-push and archive-get, in the order that help lists them.
enum Option {
  BACKUP_PATH("backup-path", 'B', "PATH", "the backup catalog (environment BACKUP_PATH)"),
  INSTANCE("instance", "NAME", "the instance: one PostgreSQL cluster, by name"),
  WAL_FILE_NAME("wal-file-name", "%f", "the name of the WAL file"),
  WAL_FILE_PATH("wal-file-path", "%p", "its path; default for archive-push: pg_wal of the cluster"),
  PGDATA("pgdata", 'D', "PATH", "the cluster's data directory (environment PGDATA)"),
  THREADS("threads", 'j', "N", "how many files are worked on at the same time (default 1)"),
  BATCH_SIZE("batch-size", "N", "how many files one call pushes, or keeps fetched (default 1)"),
  OVERWRITE("overwrite", null, "replace a file of the same name and another content"),
  NO_READY_RENAME("no-ready-rename", null, "leave all .ready marks to the server"),
  NO_SYNC("no-sync", null, "do not force files to disk: a crash may lose them"),
  ARCHIVE_TIMEOUT("archive-timeout", "TIME", "give up after this time in all, 0 never (5min)"),
  COMPRESS("compress", null, "compress with zstd at level 1"),
  COMPRESS_ALGORITHM("compress-algorithm", "NAME", "none, gzip (or zlib), lz4 or zstd"),
  COMPRESS_LEVEL("compress-level", "N", "gzip 0 to 9, lz4 1 to 12, zstd -7 to 22 (default 1)"),
  PREFETCH_DIR("prefetch-dir", "PATH", "where fetched files wait (pg_wal/jbackup_prefetch)"),
  NO_VALIDATE_WAL("no-validate-wal", null, "look only at the first page of a segment"),
  AS_OF("as-of", "TIMESTAMP", "see the bucket as it was then, which must keep versions"),
  BACKGROUND_PREFETCH("background-prefetch", null, ""),
  ENCRYPT_KEY_FILE(
      "encrypt-key-file", "PATH", "the key of an encrypted catalog (JBACKUP_ENCRYPT_KEY_FILE)"),
  ENCRYPT_PASSPHRASE_FILE(
      "encrypt-passphrase-file", "PATH", "its passphrase (JBACKUP_ENCRYPT_PASSPHRASE_FILE)"),
  ENCRYPT_KEY_COMMAND(
      "encrypt-key-command", "COMMAND", "prints its key (JBACKUP_ENCRYPT_KEY_COMMAND)"),
  ENCRYPT_RECIPIENT(
      "encrypt-recipient", "KEY", "public keys, enough to write (JBACKUP_ENCRYPT_RECIPIENT)"),
  DECRYPT_IDENTITY_FILE(
      "decrypt-identity-file", "PATH", "a private key (JBACKUP_DECRYPT_IDENTITY_FILE)"),
  LOG_LEVEL_CONSOLE("log-level-console", "LEVEL", "off error warning notice info log verbose"),
  LOG_LEVEL_FILE("log-level-file", "LEVEL", "the same for the log file (default off)"),
  LOG_FORMAT_CONSOLE("log-format-console", "FORMAT", "plain or json"),
  LOG_FORMAT_FILE("log-format-file", "FORMAT", "plain or json"),
  LOG_FILENAME("log-filename", "PATTERN", "the log file (jbackup.log)"),
  ERROR_LOG_FILENAME("error-log-filename", "PATTERN", "a second log file, of errors only"),
  LOG_DIRECTORY("log-directory", "PATH", "where log files lie (log in the catalog)"),
  LOG_ROTATION_SIZE("log-rotation-size", "SIZE", "accepted; jbackup's other commands rotate"),
  LOG_ROTATION_AGE("log-rotation-age", "TIME", "accepted; jbackup's other commands rotate"),
  NO_COLOR("no-color", null, "accepted; there are no colours"),
  REMOTE_PROTO("remote-proto", "none", "only none: the catalog must be reachable as a directory"),
  REMOTE_HOST("remote-host", "HOST", "accepted with --remote-proto=none only"),
  REMOTE_PORT("remote-port", "PORT", "accepted with --remote-proto=none only"),
  REMOTE_PATH("remote-path", "PATH", "accepted with --remote-proto=none only"),
  REMOTE_USER("remote-user", "USER", "accepted with --remote-proto=none only"),
  SSH_OPTIONS("ssh-options", "TEXT", "accepted with --remote-proto=none only"),
  SSH_CONFIG("ssh-config", "PATH", "accepted with --remote-proto=none only"),
  HELP("help", '?', null, "print this text"),
  VERSION("version", 'V', null, "print the version");

  private static final Option[] ALL = values();

  private final String longName;
  private final char letter;
  private final @Nullable String placeholder;
  private final String help;

  Option(String longName, @Nullable String placeholder, String help) {
    this(longName, '\0', placeholder, help);
  }

  Option(String longName, char letter, @Nullable String placeholder, String help) {
    this.longName = longName;
    this.letter = letter;
    this.placeholder = placeholder;
    this.help = help;
  }

  static Option[] all() {
    return ALL;
  }

  String longName() {
    return longName;
  }

  /// The short name, 0 when there is none.
  char letter() {
    return letter;
  }

  boolean takesValue() {
    return placeholder != null;
  }

  /// What stands for the value in help; null when it takes none.
  @Nullable String placeholder() {
    return placeholder;
  }

  /// Empty for what is not for people.
  String help() {
    return help;
  }

  /// As messages name it.
  String label() {
    return "--" + longName;
  }

  /// Whether the last one counts when it is given more than once.
  boolean repeatable() {
    return longName.startsWith("log-") || this == ERROR_LOG_FILENAME;
  }

  /// Whether it belongs to pg_probackup's remote mode.
  boolean remote() {
    return (longName.startsWith("remote-") && this != REMOTE_PROTO) || longName.startsWith("ssh-");
  }
}
