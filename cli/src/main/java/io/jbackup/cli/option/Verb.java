package io.jbackup.cli.option;

import static io.jbackup.cli.option.OptionGroup.COMPRESSION;
import static io.jbackup.cli.option.OptionGroup.CONNECTION;
import static io.jbackup.cli.option.OptionGroup.LOGGING;
import static io.jbackup.cli.option.OptionGroup.OBJECTS;
import static io.jbackup.cli.option.OptionGroup.REMOTE;
import static io.jbackup.cli.option.OptionGroup.RETENTION;
import static io.jbackup.cli.option.OptionGroup.TARGET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The verbs, what they do and which options they take.
public enum Verb {
  INIT(
      "init",
      "Create an empty backup catalog.",
      List.of(Option.BACKUP_PATH, Option.ENCRYPT),
      LOGGING),
  ROTATE_KEY(
      "rotate-key",
      "Change the key or the recipients of an encrypted catalog or instance; data stay as they are.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.NEW_KEY_FILE,
          Option.NEW_PASSPHRASE_FILE,
          Option.NEW_RECIPIENT),
      LOGGING),
  ADD_INSTANCE(
      "add-instance",
      "Add an instance to the catalog: from its data directory (-D), from its server (connection"
          + " options), or from both, which must agree. Options that can be stored are stored.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.ENCRYPT,
          Option.PGDATA,
          Option.EXTERNAL_DIRS,
          Option.ARCHIVE_TIMEOUT,
          Option.RESTORE_COMMAND,
          Option.COMPRESS_ALGORITHM,
          Option.COMPRESS_LEVEL),
      CONNECTION,
      OBJECTS,
      RETENTION,
      LOGGING,
      REMOTE),
  DEL_INSTANCE(
      "del-instance",
      "Remove an instance with all its backups, its WAL archive and its configuration.",
      List.of(Option.BACKUP_PATH, Option.INSTANCE, Option.LOCK_TIMEOUT),
      LOGGING),
  SET_CONFIG(
      "set-config",
      "Store options in the instance's configuration, jbackup.conf.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.LOCK_TIMEOUT,
          Option.PGDATA,
          Option.EXTERNAL_DIRS,
          Option.ARCHIVE_TIMEOUT,
          Option.RESTORE_COMMAND,
          Option.COMPRESS_ALGORITHM,
          Option.COMPRESS_LEVEL,
          Option.PGDATABASE,
          Option.PGHOST,
          Option.PGPORT,
          Option.PGUSER),
      OBJECTS,
      RETENTION,
      LOGGING,
      REMOTE),
  SHOW_CONFIG(
      "show-config",
      "Print the instance's configuration, defaults included.",
      List.of(Option.BACKUP_PATH, Option.INSTANCE, Option.FORMAT, Option.NO_SCALE_UNITS),
      LOGGING),
  SHOW(
      "show",
      "List the backups of all instances or of one, print all that is known of one backup, or list"
          + " the timelines of the WAL archives with the segments that are lost.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.BACKUP_ID,
          Option.ARCHIVE,
          Option.AS_OF,
          Option.FORMAT),
      LOGGING),
  WINDOW(
      "window",
      "Show to which times and WAL positions each instance can be recovered now, timeline by"
          + " timeline, and why not to the others.",
      List.of(Option.BACKUP_PATH, Option.INSTANCE, Option.AS_OF, Option.FORMAT),
      LOGGING),
  BACKUP(
      "backup",
      "Take a backup through the replication protocol and verify it.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.LOCK_TIMEOUT,
          Option.BACKUP_MODE,
          Option.PGDATA,
          Option.SMOOTH_CHECKPOINT,
          Option.STREAM,
          Option.SLOT,
          Option.TEMP_SLOT,
          Option.PERM_SLOT,
          Option.BACKUP_PG_LOG,
          Option.THREADS,
          Option.PROGRESS,
          Option.NO_VALIDATE,
          Option.SKIP_BLOCK_VALIDATION,
          Option.EXTERNAL_DIRS,
          Option.NO_SYNC,
          Option.MAX_RATE,
          Option.ARCHIVE_TIMEOUT,
          Option.NOTE,
          Option.TTL,
          Option.EXPIRE_TIME,
          Option.START_TIME,
          Option.DELETE_EXPIRED,
          Option.DELETE_WAL),
      RETENTION,
      COMPRESSION,
      CONNECTION,
      LOGGING,
      REMOTE),
  RESTORE(
      "restore",
      "Restore a backup into an empty directory, up to its end or to a point in time.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.LOCK_TIMEOUT,
          Option.PGDATA,
          Option.BACKUP_ID,
          Option.AS_OF,
          Option.THREADS,
          Option.PROGRESS,
          Option.TABLESPACE_MAPPING,
          Option.WALDIR,
          Option.RESTORE_AS_REPLICA,
          Option.PRIMARY_CONNINFO,
          Option.PRIMARY_SLOT_NAME,
          Option.RESTORE_COMMAND,
          Option.NEW_ARCHIVE,
          Option.FORCE,
          Option.PLAN,
          Option.FORMAT,
          Option.NO_VALIDATE,
          Option.SKIP_BLOCK_VALIDATION,
          Option.SKIP_EXTERNAL_DIRS,
          Option.NO_SYNC),
      TARGET,
      LOGGING,
      REMOTE),
  VALIDATE(
      "validate",
      "Read backups and the WAL archive, every byte of them, and mark each backup by what is found."
          + " With a recovery target: tell whether it can be reached, and from which backup.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.BACKUP_ID,
          Option.AS_OF,
          Option.THREADS,
          Option.PROGRESS,
          Option.LOCK_TIMEOUT,
          Option.SKIP_BLOCK_VALIDATION),
      TARGET,
      LOGGING),
  COPY(
      "copy",
      "Copy backups and WAL to another catalog, verified; what is there already is left.",
      List.of(
          Option.BACKUP_PATH,
          Option.COPY_TO,
          Option.INSTANCE,
          Option.COPY_BACKUP_ID,
          Option.COPY_WAL,
          Option.ENCRYPT,
          Option.THREADS,
          Option.PROGRESS,
          Option.LOCK_TIMEOUT,
          Option.NO_VALIDATE,
          Option.NO_SYNC),
      LOGGING),
  DRILL(
      "drill",
      "Prove that a backup can be restored: restore it to a directory of its own, recover it there"
          + " with PostgreSQL, look at all databases, remove it, and record the result.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.BACKUP_ID,
          Option.PGBIN,
          Option.DRILL_DIR,
          Option.QUERY,
          Option.EXPECT,
          Option.PGDATABASE,
          Option.PGUSER,
          Option.AMCHECK,
          Option.KEEP,
          Option.TIMEOUT,
          Option.SERVER_OPTION,
          Option.THREADS,
          Option.PROGRESS,
          Option.FORMAT,
          Option.LOCK_TIMEOUT),
      TARGET,
      LOGGING),
  DELETE(
      "delete",
      "Delete backups: one with its descendants (-i), those that no rule of retention wants, or"
          + " those with a status; and remove archived WAL that is not needed any more. What is"
          + " pinned or in use stays, with everything that it needs.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.LOCK_TIMEOUT,
          Option.BACKUP_ID,
          Option.DELETE_EXPIRED,
          Option.STATUS,
          Option.DELETE_WAL,
          Option.DRY_RUN,
          Option.THREADS,
          Option.PROGRESS,
          Option.NO_SYNC),
      RETENTION,
      LOGGING),
  SET_BACKUP(
      "set-backup",
      "Pin a backup, so that nothing deletes it, unpin it, or change its note.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.LOCK_TIMEOUT,
          Option.BACKUP_ID,
          Option.TTL,
          Option.EXPIRE_TIME,
          Option.NOTE),
      LOGGING),
  CHECK(
      "check",
      "Look at everything that a backup and a restore of an instance need: connection, rights,"
          + " archiving, space, age of backups and WAL, holes.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.CHECK_FORMAT,
          Option.BACKUP_AGE,
          Option.WAL_AGE,
          Option.READY_SEGMENTS,
          Option.FREE_SPACE,
          Option.NO_SWITCH,
          Option.ARCHIVE_TIMEOUT),
      CONNECTION,
      LOGGING),
  CHECKDB(
      "checkdb",
      "Look for damage in a cluster itself: read all pages of a local data directory, whether its"
          + " server runs or not, and check indexes through SQL.",
      List.of(
          Option.PGDATA,
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.THREADS,
          Option.PROGRESS,
          Option.SKIP_BLOCK_VALIDATION,
          Option.AMCHECK,
          Option.HEAPALLINDEXED,
          Option.CHECKUNIQUE),
      CONNECTION,
      LOGGING),
  SERVICE_RUN(
      "service run",
      "Run the service in the foreground: backups, validation, drills and retention by schedule, on"
          + " the node whose turn it is. SIGTERM ends it, SIGHUP makes it read its file again.",
      List.of(Option.CONFIG),
      LOGGING),
  SERVICE_CHECK(
      "service check",
      "Look for problems in the service's configuration file, ask each cluster for its state, and"
          + " tell what this node would do and when.",
      List.of(Option.CONFIG),
      LOGGING),
  SERVICE_STATUS(
      "service status",
      "Ask the running service, over its HTTP address, how things stand.",
      List.of(Option.CONFIG, Option.FORMAT),
      LOGGING),
  SERVICE_SYSTEMD(
      "service systemd",
      "Print a systemd unit for the service, or units of timers that do its work without it.",
      List.of(Option.CONFIG, Option.TIMER),
      LOGGING),
  SERVICE_INIT_JOB_STORE(
      "service init-job-store",
      "Create the tables of the job store that the services of several hosts share.",
      List.of(Option.CONFIG),
      LOGGING),
  ARCHIVE_PUSH(
      "archive-push",
      "Store a WAL segment in the archive; the server calls it as its archive_command.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.WAL_FILE_NAME,
          Option.WAL_FILE_PATH,
          Option.PGDATA,
          Option.THREADS,
          Option.BATCH_SIZE,
          Option.ARCHIVE_TIMEOUT,
          Option.NO_READY_RENAME,
          Option.NO_SYNC,
          Option.OVERWRITE),
      COMPRESSION,
      LOGGING,
      REMOTE),
  ARCHIVE_GET(
      "archive-get",
      "Fetch a WAL file from the archive; the server calls it as its restore_command.",
      List.of(
          Option.BACKUP_PATH,
          Option.INSTANCE,
          Option.WAL_FILE_PATH,
          Option.WAL_FILE_NAME,
          Option.PGDATA,
          Option.THREADS,
          Option.BATCH_SIZE,
          Option.PREFETCH_DIR,
          Option.AS_OF,
          Option.NO_VALIDATE_WAL),
      LOGGING,
      REMOTE);

  private final String label;
  private final String summary;

  // List.of gives lists that do not change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Option> own;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<OptionGroup> groups;

  Verb(String label, String summary, List<Option> own, OptionGroup... groups) {
    this.label = label;
    this.summary = summary;
    this.own = own;
    this.groups = List.of(groups);
  }

  public static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.label.equals(word)).findFirst();
  }

  public String label() {
    return label;
  }

  public String summary() {
    return summary;
  }

  /// The options that help lists first.
  public List<Option> ownOptions() {
    return own;
  }

  /// Groups of options that this verb takes, in part or as a whole.
  public List<OptionGroup> groups() {
    List<OptionGroup> all = new ArrayList<>(groups);
    if (own.contains(Option.BACKUP_PATH)) {
      all.add(OptionGroup.ENCRYPTION);
    }
    all.add(OptionGroup.GENERAL);
    return all;
  }

  public Set<Option> options() {
    EnumSet<Option> all = EnumSet.copyOf(own);
    groups().forEach(group -> all.addAll(group.options()));
    all.removeAll(RefusedOptions.of(this));
    return all;
  }

  public boolean takes(Option option) {
    return options().contains(option);
  }
}
