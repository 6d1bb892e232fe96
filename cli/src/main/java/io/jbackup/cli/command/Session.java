package io.jbackup.cli.command;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.cli.log.Log;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.progress.ProgressDisplay;
import io.jbackup.cli.terminal.Terminal;
import io.jbackup.core.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a verb: its arguments, what they lead to, and the log, which goes to files as well
/// once it is known which.
final class Session implements AutoCloseable {
  private static final int DEFAULT_COLUMNS = 80;

  private final Surroundings surroundings;
  private final Arguments arguments;
  private final LogOpener logOpener;
  private Log log;
  private @Nullable Catalog catalog;

  Session(Surroundings surroundings, Arguments arguments, List<String> words) {
    this.surroundings = surroundings;
    this.arguments = arguments;
    this.logOpener = new LogOpener(surroundings, arguments, words);
    this.log = logOpener.console();
  }

  Arguments arguments() {
    return arguments;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Terminal terminal() {
    return surroundings.terminal();
  }

  Clock clock() {
    return surroundings.clock();
  }

  Log log() {
    return log;
  }

  /// Where the catalog is or will be.
  CatalogLocation catalogLocation() {
    return textOrEnvironment(Option.BACKUP_PATH)
        .map(text -> CatalogLocation.parse(text, surroundings.environment()))
        .map(this::asOf)
        .orElseThrow(() ->
            new UsageException(
                """
                No backup catalog path specified.
                Please specify it either using environment variable BACKUP_PATH or
                command line option --backup-path (-B)\
                """,
                "For example: jbackup "
                    + arguments.verb().label()
                    + " -B /var/lib/jbackup. See: jbackup help "
                    + arguments.verb().label()));
  }

  private CatalogLocation asOf(CatalogLocation location) {
    return arguments
        .text(Option.AS_OF)
        .map(text -> TimeText.parse("time of --as-of", text, clock().getZone()).toInstant())
        .map(location::asOf)
        .orElse(location);
  }

  /// A path that is given or stands in the option's environment variable.
  Optional<Path> pathOrEnvironment(Option option) {
    return textOrEnvironment(option).map(Path::of);
  }

  private Optional<String> textOrEnvironment(Option option) {
    return arguments
        .text(option)
        .or(() ->
            Optional.ofNullable(surroundings.environment().get(option.environment()))
                .filter(text -> !text.isEmpty()));
  }

  /// The catalog; closed with the session.
  Catalog catalog() {
    if (catalog == null) {
      catalog = Catalog.open(catalogLocation(), !arguments.has(Option.NO_SYNC), keys());
    }
    return catalog;
  }

  /// Where the keys of an encrypted catalog are.
  KeySettings keys() {
    return KeySettings.of(
        textOrEnvironment(Option.ENCRYPT_KEY_FILE).orElse(null),
        textOrEnvironment(Option.ENCRYPT_PASSPHRASE_FILE).orElse(null),
        textOrEnvironment(Option.ENCRYPT_KEY_COMMAND).orElse(null),
        textOrEnvironment(Option.ENCRYPT_RECIPIENT).orElse(null),
        textOrEnvironment(Option.DECRYPT_IDENTITY_FILE).orElse(null));
  }

  /// The instance that the command is about. From now on the log is as its configuration says.
  Instance instance() {
    return logged(catalog().instance(arguments.required(Option.INSTANCE)));
  }

  /// As [#instance()], also one whose content the keys at hand do not open.
  Instance anyInstance() {
    return logged(catalog().anyInstance(arguments.required(Option.INSTANCE)));
  }

  private Instance logged(Instance instance) {
    openLog(settings(instance));
    return instance;
  }

  /// The instance's configuration with the command line's values over it.
  InstanceConfig settings(Instance instance) {
    return arguments.over(instance.config());
  }

  /// The instance's locks, as this verb takes them.
  Locks locks(Instance instance) {
    Duration timeout =
        Duration.ofMillis(
            arguments
                .milliseconds(Option.LOCK_TIMEOUT)
                .orElse(LockRequest.DEFAULT_TIMEOUT.toMillis()));
    LockLog listener = new LockLog(log, clock().getZone());
    return instance.locks(new LockRequest(arguments.verb().label(), timeout, listener, clock()));
  }

  void openLog(InstanceConfig settings) {
    openLog(settings, catalogLocation());
  }

  void openLog(InstanceConfig settings, CatalogLocation catalog) {
    log = logOpener.open(settings, catalog);
  }

  /// Whether standard output may be coloured.
  boolean hasColours() {
    return terminal().outIsTerminal() && !arguments.has(Option.NO_COLOR);
  }

  /// How wide the terminal is; where nothing tells, 80.
  int columns() {
    String columns = surroundings.environment().getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9]\\d{1,3}")) {
      return Integer.parseInt(columns);
    }
    return terminal().columns().orElse(DEFAULT_COLUMNS);
  }

  /// Shows how far a use case is, when that was asked for.
  Progress progress() {
    if (!arguments.has(Option.PROGRESS)) {
      return Progress.NONE;
    }
    return ProgressDisplay.of(terminal(), log, clock(), columns());
  }

  @Override
  public void close() {
    log.close();
    if (catalog != null) {
      catalog.close();
    }
  }
}
