package io.jbackup.cli.option;

import static io.jbackup.cli.option.Declaration.bool;
import static io.jbackup.cli.option.Declaration.choice;
import static io.jbackup.cli.option.Declaration.config;
import static io.jbackup.cli.option.Declaration.duration;
import static io.jbackup.cli.option.Declaration.flag;
import static io.jbackup.cli.option.Declaration.integer;
import static io.jbackup.cli.option.Declaration.path;
import static io.jbackup.cli.option.Declaration.size;
import static io.jbackup.cli.option.Declaration.stored;
import static io.jbackup.cli.option.Declaration.text;

import io.jbackup.catalog.config.ConfigKey;
import java.util.List;

/// Every option of every verb, declared once: names, value, default, range, environment and help.
/// The parser, `--help` and the reference are made from this list; which verb takes which option
/// says [Verb].
public enum Option implements Declared {
  BACKUP_PATH(
      text("PATH", "--backup-path")
          .letter('B')
          .env("BACKUP_PATH")
          .help("The backup catalog: a directory, or s3://BUCKET/PREFIX.")),
  INSTANCE(text("NAME", "--instance").help("The instance: one PostgreSQL cluster, by name.")),
  BACKUP_ID(text("ID", "--backup-id").letter('i').help("The backup, by the ID that show lists.")),
  AS_OF(
      text("TIMESTAMP", "--as-of")
          .help("Look at the bucket as it was at this moment; it must keep versions.")),
  THREADS(
      integer(1, 128, "--threads")
          .letter('j')
          .byDefault("1")
          .help("How many threads compress, decompress or copy at the same time.")),
  PROGRESS(flag("--progress").help("Show how far the work is.")),
  LOCK_TIMEOUT(
      duration("s", "--lock-timeout")
          .byDefault("60s")
          .help("How long to wait for a lock that another command holds; 0 does not wait.")),
  NO_SYNC(flag("--no-sync").help("Do not force files to disk: a crash may lose them.")),
  NO_COLOR(flag("--no-color").help("No colours, on a terminal either.")),
  VERBOSE(
      flag("--verbose")
          .help("Log at level verbose on the console, with the stack trace of an error.")),
  HELP(flag("--help").letter('?').help("Print the verb's help.")),

  ENCRYPT(
      flag("--encrypt")
          .help(
              "Encrypt with the key or the recipients that are given: a new catalog, or a new instance"
                  + " of one that is not encrypted.")),
  ENCRYPT_KEY_FILE(
      path("--encrypt-key-file")
          .env("JBACKUP_ENCRYPT_KEY_FILE")
          .help("A key of 32 bytes, as they are, in hexadecimal or in base64.")),
  ENCRYPT_PASSPHRASE_FILE(
      path("--encrypt-passphrase-file")
          .env("JBACKUP_ENCRYPT_PASSPHRASE_FILE")
          .help("A file whose first line is a passphrase.")),
  ENCRYPT_KEY_COMMAND(
      text("COMMAND", "--encrypt-key-command")
          .env("JBACKUP_ENCRYPT_KEY_COMMAND")
          .help("A command line for /bin/sh that prints the key, such as a key manager's client.")),
  ENCRYPT_RECIPIENT(
      text("KEY", "--encrypt-recipient")
          .env("JBACKUP_ENCRYPT_RECIPIENT")
          .help("Public X25519 keys in base64, with commas: enough to write, not to read.")),
  DECRYPT_IDENTITY_FILE(
      path("--decrypt-identity-file")
          .env("JBACKUP_DECRYPT_IDENTITY_FILE")
          .help("The private X25519 key of a recipient, in PEM.")),
  NEW_KEY_FILE(path("--new-key-file").help("The key that takes the place of the present one.")),
  NEW_PASSPHRASE_FILE(
      path("--new-passphrase-file")
          .help("A passphrase that takes the place of the present key or passphrase.")),
  NEW_RECIPIENT(
      text("KEY", "--new-recipient")
          .help("Public keys, with commas, that take the place of the present recipients.")),

  CONFIG(
      path("--config")
          .env("JBACKUP_CONFIG")
          .help("The service's configuration file, see docs/service.md.")),
  TIMER(flag("--timer").help("Units of timers that do the work without the service.")),
  COPY_TO(
      text("PATH", "--to")
          .help(
              "The catalog that is copied to: a directory, or s3://BUCKET/PREFIX; made by init.")),
  COPY_BACKUP_ID(
      text("ID", "--backup-id")
          .letter('i')
          .repeat()
          .help(
              "Only this backup, without WAL unless --wal is given; may be given several times.")),
  COPY_WAL(flag("--wal").help("Copy the WAL archive, and no backups but those of -i.")),
  BACKUP_MODE(text("MODE", "--backup-mode").letter('b').help("FULL is the mode of this version.")),
  STREAM(
      flag("--stream")
          .help(
              "Put the WAL that the backup needs into the backup. Without it the backup waits until"
                  + " that WAL is in the archive.")),
  SMOOTH_CHECKPOINT(
      flag("--smooth-checkpoint")
          .letter('C')
          .help("Let the server spread the checkpoint instead of making it at once.")),
  SLOT(
      text("NAME", "--slot")
          .letter('S')
          .help("The replication slot for --stream: an existing one, or the name of the new one.")),
  TEMP_SLOT(
      flag("--temp-slot").help("Stream through a temporary slot, which ends with the backup.")),
  PERM_SLOT(
      flag("--perm-slot")
          .letter('P')
          .help("Create a permanent slot and stream through it; it stays on the server.")),
  BACKUP_PG_LOG(
      flag("--backup-pg-log")
          .help("Accepted; the server's log directory is part of every backup that has it.")),
  NOTE(
      text("TEXT", "--note")
          .help("A note for the backup, up to 1024 bytes and one line; `none` for no note.")),
  START_TIME(
      integer(1, 253_402_300_799L, "--start-time")
          .help("The second since 1970 that the backup's ID is made of, to align several.")),
  NO_VALIDATE(
      flag("--no-validate")
          .help("Do not read back what was stored: a backup becomes DONE instead of OK.")),
  SKIP_BLOCK_VALIDATION(
      flag("--skip-block-validation")
          .help("Do not look at every page: files are verified as a whole in any case.")),
  MAX_RATE(
      size(32, 1_048_576, "--max-rate")
          .help("The rate at which the server may send the data directory, per second.")),
  TTL(
      duration("s", "--ttl")
          .help(
              "Pin the backup for this long after its recovery time; 0 does not pin, and unpins.")),
  EXPIRE_TIME(text("TIMESTAMP", "--expire-time").help("Pin the backup until this moment.")),

  DELETE_EXPIRED(
      flag("--delete-expired", "--expired")
          .help("Delete the backups that no rule of retention wants.")),
  DELETE_WAL(
      flag("--delete-wal", "--wal").help("Remove archived WAL that no backup that is kept needs.")),
  STATUS(
      text("STATUS", "--status")
          .help("Delete the backups with this status, such as ERROR, whatever retention says.")),
  DRY_RUN(flag("--dry-run").help("Print the plan with its reasons and do nothing.")),

  RECOVERY_TARGET_TIME(
      text("TIMESTAMP", "--recovery-target-time", "--time")
          .help("Recover to this moment, such as '2026-11-22 14:00:00.5+03'.")),
  RECOVERY_TARGET_XID(
      text("XID", "--recovery-target-xid", "--xid").help("Recover to this transaction.")),
  RECOVERY_TARGET_LSN(
      text("LSN", "--recovery-target-lsn", "--lsn").help("Recover to this WAL position.")),
  RECOVERY_TARGET_NAME(
      text("NAME", "--recovery-target-name").help("Recover to this restore point.")),
  RECOVERY_TARGET(
      choice(List.of("immediate", "latest"), "--recovery-target")
          .help(
              "Stop as soon as the cluster is consistent, or replay all WAL of the archive."
                  + " --immediate is short for the first.")),
  IMMEDIATE(flag("--immediate").help("The same as --recovery-target=immediate.")),
  RECOVERY_TARGET_INCLUSIVE(
      bool("--recovery-target-inclusive", "--inclusive")
          .byDefault("true")
          .help("Whether the transaction at a target of time, xid or lsn is replayed as well.")),
  RECOVERY_TARGET_TIMELINE(
      text("N|current|latest", "--recovery-target-timeline", "--timeline")
          .byDefault("current")
          .help("The timeline to recover along.")),
  RECOVERY_TARGET_ACTION(
      choice(List.of("pause", "promote", "shutdown"), "--recovery-target-action")
          .byDefault("pause")
          .help("What the server does once the target is reached.")),
  RESTORE_AS_REPLICA(
      flag("--restore-as-replica").letter('R').help("Let the restored server start as a standby.")),
  PRIMARY_CONNINFO(
      text("CONNINFO", "--primary-conninfo")
          .help("The primary that a standby follows, instead of the one the backup came from.")),
  PRIMARY_SLOT_NAME(
      text("NAME", "--primary-slot-name")
          .letter('S')
          .help("The replication slot that a standby uses on its primary.")),
  TABLESPACE_MAPPING(
      text("OLD=NEW", "--tablespace-mapping")
          .letter('T')
          .repeat()
          .help("Put a tablespace elsewhere; absolute paths, `\\=` for a `=` in one.")),
  WALDIR(path("--waldir").letter('X').help("Where pg_wal goes; pg_wal becomes a link to it.")),
  SKIP_EXTERNAL_DIRS(
      flag("--skip-external-dirs")
          .help("Accepted; there are no external directories in a backup.")),
  PLAN(flag("--plan").help("Print what the restore would do, and do nothing.")),
  NEW_ARCHIVE(
      text("INSTANCE", "--new-archive")
          .help(
              "Add this instance for the restored cluster and let it archive there, not into the"
                  + " archive of the old one.")),
  FORCE(flag("--force").help("Restore a backup whose status is neither OK nor DONE.")),

  FORMAT(
      choice(List.of("plain", "json"), "--format")
          .byDefault("plain")
          .help("How the answer is written.")),
  CHECK_FORMAT(
      choice(List.of("plain", "json", "nagios"), "--format")
          .byDefault("plain")
          .help("How the answer is written; nagios also gives the exit codes that Nagios reads.")),
  BACKUP_AGE(
      duration("h", "--backup-age")
          .byDefault("26h")
          .help("How old the newest good backup may be; beyond twice of it the check fails.")),
  WAL_AGE(
      duration("min", "--wal-age")
          .byDefault("15min")
          .help("How old the newest archived WAL may be when the server has newer WAL.")),
  READY_SEGMENTS(
      integer(0, 1_000_000, "--ready-segments")
          .byDefault("64")
          .help("How many segments may wait for archive_command.")),
  FREE_SPACE(
      integer(0, 100, "--free-space")
          .byDefault("15")
          .help("How many percent of the catalog's file system are to be free.")),
  NO_SWITCH(
      flag("--no-switch")
          .help("Do not make the primary switch to a new segment to see one arrive.")),
  ARCHIVE(flag("--archive").help("Show the WAL archive instead of the backups.")),
  NO_SCALE_UNITS(flag("--no-scale-units").help("Print numbers in base units.")),

  PGBIN(
      path("--pgbin")
          .help("Where PostgreSQL's programs are, when the backup's version is not found.")),
  DRILL_DIR(
      path("--dir")
          .help("Where the drill restores to: new or empty. A temporary directory by default.")),
  QUERY(
      text("SQL", "--query")
          .help("A query that the recovered cluster must answer, in the database of -d.")),
  EXPECT(text("TEXT", "--expect").help("What the first value of the first row must be, as text.")),
  KEEP(flag("--keep").help("Leave the restored directory, for a look at it.")),
  TIMEOUT(
      duration("s", "--timeout")
          .byDefault("12h")
          .help("How long the drill's server may take for recovery and checks.")),
  SERVER_OPTION(
      text("NAME=VALUE", "--server-option")
          .repeat()
          .help("A further setting of the drill's server, which knows none of the cluster's.")),

  AMCHECK(
      flag("--amcheck")
          .help("Check B-tree indexes too, in every database that has the extension amcheck.")),
  HEAPALLINDEXED(
      flag("--heapallindexed").help("With --amcheck: every row must be found in its indexes.")),
  CHECKUNIQUE(
      flag("--checkunique")
          .help("With --amcheck: unique indexes must be unique; the amcheck of PostgreSQL 17.")),

  NO_PASSWORD(flag("--no-password").letter('w').help("Never ask for a password.")),
  PASSWORD(flag("--password").letter('W').help("Ask for a password before connecting.")),

  WAL_FILE_PATH(text("%p", "--wal-file-path").help("The path of the WAL file (`%p`).")),
  WAL_FILE_NAME(text("%f", "--wal-file-name").help("The name of the WAL file (`%f`).")),
  OVERWRITE(flag("--overwrite").help("Replace a file of the same name and other content.")),
  NO_READY_RENAME(
      flag("--no-ready-rename")
          .help("Leave the `.ready` files of further segments to the server.")),
  BATCH_SIZE(
      integer(1, 100_000, "--batch-size")
          .byDefault("1")
          .help("How many segments one call pushes, or fetches ahead.")),
  PREFETCH_DIR(path("--prefetch-dir").help("Where segments that were fetched ahead are kept.")),
  NO_VALIDATE_WAL(
      flag("--no-validate-wal").help("Deliver a prefetched segment without checking it.")),
  COMPRESS(flag("--compress").help("Compress with zstd at level 1.")),

  PGDATA(
      stored(ConfigKey.PGDATA)
          .letter('D')
          .env("PGDATA")
          .help("The data directory of the cluster.")),
  EXTERNAL_DIRS(
      stored(ConfigKey.EXTERNAL_DIRS)
          .letter('E')
          .help(
              "Only `none`: the replication protocol does not deliver directories outside the"
                  + " cluster.")),
  PGDATABASE(
      config(ConfigKey.PGDATABASE, "DBNAME")
          .letter('d')
          .env("PGDATABASE")
          .help("The database, or a conninfo string or URI, to connect with.")),
  PGHOST(
      config(ConfigKey.PGHOST, "HOST")
          .letter('h')
          .env("PGHOST")
          .help("The server's host, or the directory of its socket.")),
  PGPORT(config(ConfigKey.PGPORT, "PORT").letter('p').env("PGPORT").help("The server's port.")),
  PGUSER(config(ConfigKey.PGUSER, "USER").letter('U').env("PGUSER").help("The role to log in as.")),
  ARCHIVE_TIMEOUT(
      stored(ConfigKey.ARCHIVE_TIMEOUT)
          .help("How long to wait for WAL to reach the archive; for archive-push, in all.")),
  RESTORE_COMMAND(
      config(ConfigKey.RESTORE_COMMAND, "COMMAND")
          .help("The restore_command to write, instead of one that calls archive-get.")),
  LOG_LEVEL_CONSOLE(
      stored(ConfigKey.LOG_LEVEL_CONSOLE)
          .repeat()
          .help("What stderr gets: off, error, warning, notice, info, log or verbose.")),
  LOG_LEVEL_FILE(
      stored(ConfigKey.LOG_LEVEL_FILE).repeat().help("What the log file gets, in the same words.")),
  LOG_FORMAT_CONSOLE(
      choice(List.of("plain", "json"), "--log-format-console")
          .byDefault("plain")
          .repeat()
          .help("How stderr is written; cannot be stored.")),
  LOG_FORMAT_FILE(stored(ConfigKey.LOG_FORMAT_FILE).repeat().help("How the log file is written.")),
  LOG_FILENAME(
      config(ConfigKey.LOG_FILENAME, "PATTERN")
          .repeat()
          .help("The log file's name, with the % sequences of strftime.")),
  ERROR_LOG_FILENAME(
      config(ConfigKey.ERROR_LOG_FILENAME, "PATTERN")
          .repeat()
          .help("A second log file, of errors only.")),
  LOG_DIRECTORY(
      stored(ConfigKey.LOG_DIRECTORY)
          .repeat()
          .byDefault("log in the catalog")
          .help("Where log files are kept.")),
  LOG_ROTATION_SIZE(
      stored(ConfigKey.LOG_ROTATION_SIZE)
          .repeat()
          .help("Set the log file aside when it is this large; 0 never.")),
  LOG_ROTATION_AGE(
      stored(ConfigKey.LOG_ROTATION_AGE)
          .repeat()
          .help("Set the log file aside when it is this old; 0 never.")),
  RETENTION_REDUNDANCY(
      stored(ConfigKey.RETENTION_REDUNDANCY)
          .help("How many full backups are kept; 0 sets no such rule.")),
  RETENTION_WINDOW(
      stored(ConfigKey.RETENTION_WINDOW)
          .help("For how many days back recovery stays possible; 0 sets no such rule.")),
  RETENTION_DAILY(
      stored(ConfigKey.RETENTION_DAILY)
          .help("The newest full backup of so many days is kept; 0 sets no such rule.")),
  RETENTION_WEEKLY(
      stored(ConfigKey.RETENTION_WEEKLY)
          .help("The newest full backup of so many weeks, Monday to Sunday, is kept.")),
  RETENTION_MONTHLY(
      stored(ConfigKey.RETENTION_MONTHLY)
          .help("The newest full backup of so many months is kept.")),
  RETENTION_YEARLY(
      stored(ConfigKey.RETENTION_YEARLY).help("The newest full backup of so many years is kept.")),
  WAL_DEPTH(
      stored(ConfigKey.WAL_DEPTH)
          .help("For how many backups on each timeline WAL is kept; 0 sets no such rule.")),
  COMPRESS_ALGORITHM(
      stored(ConfigKey.COMPRESS_ALGORITHM).help("none, gzip (or zlib), lz4 or zstd.")),
  COMPRESS_LEVEL(stored(ConfigKey.COMPRESS_LEVEL).help("gzip 0 to 9, lz4 1 to 12, zstd -7 to 22.")),
  S3_STORAGE_CLASS_DATA(stored(ConfigKey.S3_STORAGE_CLASS_DATA).help("Storage class of backups.")),
  S3_STORAGE_CLASS_WAL(stored(ConfigKey.S3_STORAGE_CLASS_WAL).help("Storage class of WAL.")),
  S3_STORAGE_CLASS_METADATA(
      stored(ConfigKey.S3_STORAGE_CLASS_METADATA).help("Storage class of all other objects.")),
  S3_SERVER_SIDE_ENCRYPTION(
      stored(ConfigKey.S3_SERVER_SIDE_ENCRYPTION).help("By the store: with whose keys.")),
  S3_KMS_KEY_ID(config(ConfigKey.S3_KMS_KEY_ID, "KEY").help("The key of aws:kms.")),
  S3_TAGS(config(ConfigKey.S3_TAGS, "NAME=VALUE&…").help("Tags of the instance's objects.")),
  REMOTE_PROTO(
      choice(List.of("ssh", "none"), "--remote-proto")
          .help("Only `none`: jbackup works through the replication protocol, without ssh.")),
  REMOTE_HOST(text("HOST", "--remote-host").help("Accepted with --remote-proto=none only.")),
  REMOTE_PORT(text("PORT", "--remote-port").help("Accepted with --remote-proto=none only.")),
  REMOTE_PATH(text("PATH", "--remote-path").help("Accepted with --remote-proto=none only.")),
  REMOTE_USER(text("USER", "--remote-user").help("Accepted with --remote-proto=none only.")),
  SSH_OPTIONS(text("TEXT", "--ssh-options").help("Accepted with --remote-proto=none only.")),
  SSH_CONFIG(text("PATH", "--ssh-config").help("Accepted with --remote-proto=none only.")),
  ARCHIVE_HOST(text("HOST", "--archive-host").help("Accepted with --remote-proto=none only.")),
  ARCHIVE_PORT(text("PORT", "--archive-port").help("Accepted with --remote-proto=none only.")),
  ARCHIVE_USER(text("USER", "--archive-user").help("Accepted with --remote-proto=none only."));

  // Nothing but the constants above writes to it.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Declaration declaration;

  Option(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
