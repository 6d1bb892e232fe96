package io.jbackup.catalog.error;

/// What the process tells its caller. The numbers are part of the command line's contract and are
/// listed in the reference; they stay below 126 because PostgreSQL gives larger ones of its
/// `archive_command` and `restore_command` a meaning of their own.
public enum ExitCode {
  SUCCESS(0, "everything asked for was done"),
  GENERAL(
      1,
      "failed for a reason that has no code of its own; archive-push: the bucket did not take the file"),
  USAGE(2, "the command line or a configuration value is wrong"),
  CATALOG(3, "the catalog, instance or backup is missing, exists already or cannot be used"),
  IDENTITY(4, "data of another cluster, version or segment size"),
  CONNECTION(5, "no connection to PostgreSQL: network, authentication, rights"),
  SERVER(6, "PostgreSQL refused or broke off what it was asked"),
  WAL(7, "WAL that is needed is missing"),
  CORRUPT(8, "stored data or the source's data are damaged"),
  TARGET(9, "the recovery target cannot be reached"),
  DESTINATION(10, "the restore destination is not usable"),
  STORAGE(11, "reading or writing storage failed"),
  LOCKED(12, "another process holds a lock"),
  /// archive-get only: anything but "certainly absent", so that recovery stops instead of ending.
  ARCHIVE_GET_FAILED(126, "archive-get could not tell whether the file exists"),
  INTERRUPTED(130, "interrupted by a signal");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /// A line for `--help` and the reference.
  public String meaning() {
    return meaning;
  }
}
