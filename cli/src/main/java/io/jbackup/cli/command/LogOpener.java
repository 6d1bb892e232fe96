package io.jbackup.cli.command;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.cli.log.CommandText;
import io.jbackup.cli.log.ConsoleSettings;
import io.jbackup.cli.log.FileSettings;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.log.LogLevel;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes the log out of the command line and the instance's configuration.
final class LogOpener {
  private final Surroundings surroundings;
  private final Arguments arguments;
  private final List<String> words;

  LogOpener(Surroundings surroundings, Arguments arguments, List<String> words) {
    this.surroundings = surroundings;
    this.arguments = arguments;
    this.words = words;
  }

  /// The log as the command line alone has it.
  Log console() {
    return Log.console(
        surroundings.terminal(),
        surroundings.clock(),
        consoleSettings(arguments.over(InstanceConfig.empty())));
  }

  /// The log with its files, which begin with the command line of a verb that changes something. A
  /// verb that only reads goes on without files where they cannot be written.
  Log open(InstanceConfig settings, CatalogLocation catalog) {
    ConsoleSettings console = consoleSettings(settings);
    try {
      Log log =
          Log.open(
              surroundings.terminal(),
              surroundings.clock(),
              console,
              fileSettings(settings, catalog));
      if (isMutating()) {
        log.fileOnly(LogLevel.INFO, "command: " + CommandText.of("jbackup", words));
      }
      return log;
    } catch (StorageException e) {
      if (isMutating()) {
        throw e;
      }
      Log log = Log.console(surroundings.terminal(), surroundings.clock(), console);
      log.warning(String.valueOf(e.getMessage()));
      return log;
    }
  }

  private boolean isMutating() {
    return switch (arguments.verb()) {
      case SHOW,
          SHOW_CONFIG,
          CHECK,
          CHECKDB,
          VALIDATE,
          WINDOW,
          SERVICE_CHECK,
          SERVICE_STATUS,
          SERVICE_SYSTEMD ->
          false;
      case INIT,
          ROTATE_KEY,
          ADD_INSTANCE,
          DEL_INSTANCE,
          SET_CONFIG,
          BACKUP,
          RESTORE,
          DRILL,
          COPY,
          DELETE,
          SET_BACKUP,
          SERVICE_RUN,
          SERVICE_INIT_JOB_STORE,
          ARCHIVE_PUSH,
          ARCHIVE_GET ->
          true;
    };
  }

  private ConsoleSettings consoleSettings(InstanceConfig settings) {
    boolean verbose = arguments.has(Option.VERBOSE);
    boolean levelGiven = arguments.has(Option.LOG_LEVEL_CONSOLE);
    LogLevel level =
        verbose && !levelGiven
            ? LogLevel.VERBOSE
            : LogLevel.valueOf(settings.effective(ConfigKey.LOG_LEVEL_CONSOLE));
    boolean json = arguments.choice(Option.LOG_FORMAT_CONSOLE).equals("json");
    boolean colour = surroundings.terminal().errIsTerminal() && !arguments.has(Option.NO_COLOR);
    return new ConsoleSettings(level, json, colour, verbose);
  }

  /// In the catalog, unless the configuration says where; an object store takes no log.
  private static FileSettings fileSettings(InstanceConfig settings, CatalogLocation catalog) {
    Optional<Path> directory =
        settings
            .get(ConfigKey.LOG_DIRECTORY)
            .map(Path::of)
            .or(() -> catalog.directory().map(path -> path.resolve("log")));
    if (directory.isEmpty()) {
      return FileSettings.NONE;
    }
    return new FileSettings(
        LogLevel.valueOf(settings.effective(ConfigKey.LOG_LEVEL_FILE)),
        settings.effective(ConfigKey.LOG_FORMAT_FILE).equals("JSON"),
        directory.get(),
        settings.effective(ConfigKey.LOG_FILENAME),
        settings.effective(ConfigKey.ERROR_LOG_FILENAME),
        settings.number(ConfigKey.LOG_ROTATION_SIZE),
        settings.number(ConfigKey.LOG_ROTATION_AGE));
  }
}
