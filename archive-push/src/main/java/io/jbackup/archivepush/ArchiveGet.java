package io.jbackup.archivepush;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;

/// The program archive-get, which PostgreSQL calls as its restore_command: 0 when the file is
/// delivered, 1 when it is certainly absent, 126 for anything else, so that a recovery stops
/// instead of ending early.
public final class ArchiveGet {
  /// How the launcher wants to be told that the file is absent: a Java that cannot start exits with
  /// 1, too, and must not be taken for that.
  private static final String ABSENT_PROPERTY = "jbackup.exit.absent";

  /// How the launcher wants to be told that the file is delivered and that following ones are to be
  /// fetched in the background.
  private static final String PREFETCH_PROPERTY = "jbackup.exit.prefetch";

  private ArchiveGet() {}

  public static void main(String[] words) {
    ArchivePush.end(
        switch (run(words, Surroundings.ofProcess())) {
          case DELIVERED -> ExitCode.SUCCESS.code();
          case DELIVERED_FETCH_MORE ->
              Integer.getInteger(PREFETCH_PROPERTY, ExitCode.SUCCESS.code());
          case ABSENT -> Integer.getInteger(ABSENT_PROPERTY, ExitCode.GENERAL.code());
          case FAILED -> ExitCode.ARCHIVE_GET_FAILED.code();
        });
  }

  static GetResult run(String[] words, Surroundings surroundings) {
    Log log = new Log(surroundings.err());
    try {
      Arguments arguments = Arguments.parse(Verb.ARCHIVE_GET, words);
      if (Information.printed(Verb.ARCHIVE_GET, arguments, surroundings)) {
        return GetResult.DELIVERED;
      }
      log.console(ArchivePush.consoleLevel(arguments), Session.consoleIsJson(arguments));
      return new GetCommand(arguments, surroundings, log).run();
    } catch (BackupException e) {
      log.error(e);
    } catch (RuntimeException | Error e) {
      log.error("unexpected " + e);
    }
    log.error("jbackup archive-get failed to deliver the WAL file");
    return GetResult.FAILED;
  }
}
