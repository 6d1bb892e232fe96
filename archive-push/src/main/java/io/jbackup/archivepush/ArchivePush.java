package io.jbackup.archivepush;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;

/// The program archive-push, which PostgreSQL calls as its archive_command: 0 only when the file is
/// in the archive, whole and durable.
public final class ArchivePush {
  private ArchivePush() {}

  public static void main(String[] words) {
    end(run(words, Surroundings.ofProcess()));
  }

  /// Ends the process. System.exit would first set up a logger that might want to know, which takes
  /// longer than to archive a segment; there are no shutdown hooks to run.
  static void end(int code) {
    if (code != 0) {
      Runtime.getRuntime().halt(code);
    }
  }

  static int run(String[] words, Surroundings surroundings) {
    Log log = new Log(surroundings.err());
    try {
      Arguments arguments = Arguments.parse(Verb.ARCHIVE_PUSH, words);
      if (Information.printed(Verb.ARCHIVE_PUSH, arguments, surroundings)) {
        return ExitCode.SUCCESS.code();
      }
      log.console(consoleLevel(arguments), Session.consoleIsJson(arguments));
      return new PushCommand(arguments, surroundings, log).run();
    } catch (BackupException e) {
      log.error(e);
      return e.exitCode().code();
    } catch (RuntimeException | Error e) {
      log.error("unexpected " + e);
      return ExitCode.GENERAL.code();
    }
  }

  /// As the command line alone has it, for what goes wrong before the configuration is read.
  static Level consoleLevel(Arguments arguments) {
    String level = arguments.get(Option.LOG_LEVEL_CONSOLE);
    return level == null ? Level.INFO : Level.parse(Option.LOG_LEVEL_CONSOLE, level);
  }
}
