package io.jbackup.archivepush;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.text.TimeText;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The catalog, the instance and what holds for this call: command line before environment before
/// the instance's configuration before defaults.
final class Session implements AutoCloseable {
  private final Arguments arguments;
  private final Catalog catalog;
  private final Instance instance;
  private final InstanceConfig config;

  private Session(Arguments arguments, Catalog catalog, Instance instance, InstanceConfig config) {
    this.arguments = arguments;
    this.catalog = catalog;
    this.instance = instance;
    this.config = config;
  }

  static Session open(Arguments arguments, Surroundings surroundings, Log log) {
    return open(arguments, surroundings, location(arguments, surroundings), log);
  }

  /// @param location what [#location(Arguments, Surroundings)] gave, or a form of it
  static Session open(
      Arguments arguments, Surroundings surroundings, CatalogLocation location, Log log) {
    String name = arguments.require(Option.INSTANCE);
    KeySettings keys = keys(arguments, surroundings.environment());
    Catalog catalog = Catalog.open(location, !arguments.has(Option.NO_SYNC), keys);
    Instance instance = catalog.instance(name);
    Session session =
        new Session(arguments, catalog, instance, overlay(instance.config(), arguments));
    session.configure(log);
    return session;
  }

  /// Where the catalog lies.
  static CatalogLocation location(Arguments arguments, Surroundings surroundings) {
    CatalogLocation location =
        CatalogLocation.parse(catalogPath(arguments, surroundings), surroundings.environment());
    String time = arguments.get(Option.AS_OF);
    return time == null
        ? location
        : location.asOf(
            TimeText.parse("time of --as-of", time, ZoneId.systemDefault()).toInstant());
  }

  private static KeySettings keys(Arguments arguments, Map<String, String> environment) {
    return KeySettings.of(
        given(arguments, Option.ENCRYPT_KEY_FILE, environment, KeySettings.KEY_FILE),
        given(arguments, Option.ENCRYPT_PASSPHRASE_FILE, environment, KeySettings.PASSPHRASE_FILE),
        given(arguments, Option.ENCRYPT_KEY_COMMAND, environment, KeySettings.KEY_COMMAND),
        given(arguments, Option.ENCRYPT_RECIPIENT, environment, KeySettings.RECIPIENT),
        given(arguments, Option.DECRYPT_IDENTITY_FILE, environment, KeySettings.IDENTITY_FILE));
  }

  private static @Nullable String given(
      Arguments arguments, Option option, Map<String, String> environment, String variable) {
    String value = arguments.get(option);
    return value == null ? environment.get(variable) : value;
  }

  /// As it was given.
  static String catalogPath(Arguments arguments, Surroundings surroundings) {
    String given = arguments.get(Option.BACKUP_PATH);
    String path = given == null ? surroundings.environment().get("BACKUP_PATH") : given;
    if (path == null || path.isEmpty()) {
      throw new UsageException(
          """
          No backup catalog path specified.
          Please specify it either using environment variable BACKUP_PATH or
          command line option --backup-path (-B)\
          """,
          "Add -B with the absolute path of the catalog.");
    }
    return path;
  }

  /// As far as it is known before the instance's configuration is.
  static long archiveTimeoutSeconds(Arguments arguments) {
    return overlay(
            InstanceConfig.empty(), arguments, Option.ARCHIVE_TIMEOUT, ConfigKey.ARCHIVE_TIMEOUT)
        .number(ConfigKey.ARCHIVE_TIMEOUT);
  }

  private static InstanceConfig overlay(InstanceConfig stored, Arguments arguments) {
    InstanceConfig config = stored;
    config = overlay(config, arguments, Option.PGDATA, ConfigKey.PGDATA);
    config = overlay(config, arguments, Option.ARCHIVE_TIMEOUT, ConfigKey.ARCHIVE_TIMEOUT);
    config = overlay(config, arguments, Option.LOG_LEVEL_CONSOLE, ConfigKey.LOG_LEVEL_CONSOLE);
    config = overlay(config, arguments, Option.LOG_LEVEL_FILE, ConfigKey.LOG_LEVEL_FILE);
    config = overlay(config, arguments, Option.LOG_FORMAT_FILE, ConfigKey.LOG_FORMAT_FILE);
    config = overlay(config, arguments, Option.LOG_FILENAME, ConfigKey.LOG_FILENAME);
    config = overlay(config, arguments, Option.ERROR_LOG_FILENAME, ConfigKey.ERROR_LOG_FILENAME);
    config = overlay(config, arguments, Option.LOG_DIRECTORY, ConfigKey.LOG_DIRECTORY);
    config = overlay(config, arguments, Option.LOG_ROTATION_SIZE, ConfigKey.LOG_ROTATION_SIZE);
    return overlay(config, arguments, Option.LOG_ROTATION_AGE, ConfigKey.LOG_ROTATION_AGE);
  }

  private static InstanceConfig overlay(
      InstanceConfig config, Arguments arguments, Option option, ConfigKey key) {
    String value = arguments.get(option);
    return value == null ? config : config.with(key, value);
  }

  private void configure(Log log) {
    Level console =
        Level.parse(Option.LOG_LEVEL_CONSOLE, config.effective(ConfigKey.LOG_LEVEL_CONSOLE));
    log.console(console, consoleIsJson(arguments));
    Level file = Level.parse(Option.LOG_LEVEL_FILE, config.effective(ConfigKey.LOG_LEVEL_FILE));
    String errors = config.effective(ConfigKey.ERROR_LOG_FILENAME);
    Path folder = logFolder();
    if (folder == null) {
      return;
    }
    if (file != Level.OFF) {
      log.add(logFile(folder, config.effective(ConfigKey.LOG_FILENAME), file));
    }
    if (!errors.isEmpty()) {
      log.add(logFile(folder, errors, Level.ERROR));
    }
  }

  static boolean consoleIsJson(Arguments arguments) {
    String format = arguments.get(Option.LOG_FORMAT_CONSOLE);
    if (format == null || format.equalsIgnoreCase("plain")) {
      return false;
    }
    if (format.equalsIgnoreCase("json")) {
      return true;
    }
    throw new UsageException(
        "invalid value \"" + format + "\" for --log-format-console", "Use plain or json.");
  }

  /// Null where the catalog is in an object store, which takes no log, and none is configured.
  private @Nullable Path logFolder() {
    String directory = config.effective(ConfigKey.LOG_DIRECTORY);
    return directory.isEmpty()
        ? catalog.location().directory().map(path -> path.resolve("log")).orElse(null)
        : Path.of(directory);
  }

  private LogFile logFile(Path folder, String pattern, Level level) {
    boolean json = config.effective(ConfigKey.LOG_FORMAT_FILE).equals("JSON");
    String name = LogFile.expand(pattern, System.currentTimeMillis());
    return new LogFile(folder.resolve(name), level, json);
  }

  Catalog catalog() {
    return catalog;
  }

  Instance instance() {
    return instance;
  }

  /// The data directory that the command line or the configuration names, empty when none does.
  String dataDirectory() {
    return config.effective(ConfigKey.PGDATA);
  }

  long archiveTimeoutSeconds() {
    return config.number(ConfigKey.ARCHIVE_TIMEOUT);
  }

  WalIdentity identity() {
    long systemId = config.systemIdentifier();
    if (systemId == 0) {
      throw new CatalogException(
          "The configuration of instance '" + instance.name() + "' has no system-identifier",
          "Add the instance anew with \"jbackup add-instance\", which reads it from the cluster.");
    }
    return new WalIdentity(systemId, config.segmentSize());
  }

  /// What segments are compressed with. A level of the configuration belongs to the algorithm of
  /// the configuration.
  Compression compression() {
    String algorithm = arguments.get(Option.COMPRESS_ALGORITHM);
    String level = arguments.get(Option.COMPRESS_LEVEL);
    if (algorithm == null && arguments.has(Option.COMPRESS)) {
      algorithm = Algorithm.ZSTD.label();
    }
    InstanceConfig used = config;
    if (algorithm != null) {
      InstanceConfig named = config.with(ConfigKey.COMPRESS_ALGORITHM, algorithm);
      boolean same =
          named
              .effective(ConfigKey.COMPRESS_ALGORITHM)
              .equals(config.effective(ConfigKey.COMPRESS_ALGORITHM));
      used =
          same && !arguments.has(Option.COMPRESS) ? named : named.without(ConfigKey.COMPRESS_LEVEL);
    }
    if (level != null) {
      used = used.with(ConfigKey.COMPRESS_LEVEL, level);
    }
    Compression compression = used.compression();
    if (level != null && compression.algorithm() == Algorithm.NONE) {
      throw new UsageException(
          "option --compress-level is of no use without compression",
          "Add --compress-algorithm with zstd, lz4 or gzip.");
    }
    return compression;
  }

  @Override
  public void close() {
    catalog.close();
  }
}
