package io.jbackup.cli.command;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.cli.help.HelpText;
import io.jbackup.cli.log.ConsoleSettings;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.CommandLineParser;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.Verb;
import java.util.List;

/// Runs a verb and turns every failure into a message, a hint and an exit code.
public final class CommandRunner {
  private final Surroundings surroundings;

  public CommandRunner(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// `words` is the whole command line without the program's name; its first word is the verb.
  public int run(Verb verb, List<String> words) {
    Log early = Log.console(surroundings.terminal(), surroundings.clock(), ConsoleSettings.DEFAULT);
    Arguments arguments;
    try {
      arguments = new CommandLineParser(verb).parse(words.subList(1, words.size()));
    } catch (BackupException e) {
      return report(early, e);
    }
    if (arguments.has(Option.HELP)) {
      surroundings.terminal().data(HelpText.of(verb));
      return ExitCode.SUCCESS.code();
    }
    try (Session session = new Session(surroundings, arguments, words)) {
      return run(session);
    }
  }

  private static int run(Session session) {
    try {
      int exit = command(session.arguments().verb()).run(session);
      tellTraffic(session.log());
      if (session.terminal().dataFailed()) {
        throw new StorageException(
            "could not write to standard output", "Check where it leads to: a full disk?");
      }
      return exit;
    } catch (BackupException e) {
      return report(session.log(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      session
          .log()
          .error(
              "internal error: " + e,
              "Run the command again with --verbose and report what it prints.",
              e);
      return ExitCode.GENERAL.code();
    }
  }

  private static void tellTraffic(Log log) {
    List<S3Traffic.Use> uses = S3Traffic.uses();
    if (!uses.isEmpty()) {
      log.log(TrafficText.of(uses));
    }
  }

  /// Says what failed; returns the exit code.
  public static int report(Log log, BackupException failure) {
    log.error(String.valueOf(failure.getMessage()), failure.hint(), failure);
    return failure.exitCode().code();
  }

  private static VerbCommand command(Verb verb) {
    return switch (verb) {
      case INIT -> new InitCommand();
      case ROTATE_KEY -> new RotateKeyCommand();
      case ADD_INSTANCE -> new AddInstanceCommand();
      case DEL_INSTANCE -> new DelInstanceCommand();
      case SET_CONFIG -> new SetConfigCommand();
      case SHOW_CONFIG -> new ShowConfigCommand();
      case SHOW -> new ShowCommand();
      case WINDOW -> new WindowCommand();
      case BACKUP -> new BackupCommand();
      case RESTORE -> new RestoreCommand();
      case VALIDATE -> new ValidateCommand();
      case CHECKDB -> new CheckdbCommand();
      case DRILL -> new DrillCommand();
      case COPY -> new CopyCommand();
      case DELETE -> new DeleteCommand();
      case SET_BACKUP -> new SetBackupCommand();
      case CHECK -> new CheckCommand();
      case SERVICE_RUN -> new ServiceRunCommand();
      case SERVICE_CHECK -> new ServiceCheckCommand();
      case SERVICE_STATUS -> new ServiceStatusCommand();
      case SERVICE_SYSTEMD -> new ServiceSystemdCommand();
      case SERVICE_INIT_JOB_STORE -> new ServiceTablesCommand();
      case ARCHIVE_PUSH, ARCHIVE_GET ->
          throw new IllegalArgumentException(verb.label() + " is a program of its own");
    };
  }
}
