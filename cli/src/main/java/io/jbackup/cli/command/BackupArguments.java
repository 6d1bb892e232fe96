package io.jbackup.cli.command;

import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.ProgramVersion;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.SlotChoice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// The request that a command line of `backup` makes. Throws UsageException.
final class BackupArguments {
  private static final int MAX_SLOT_NAME = 63;
  private static final String PERMANENT_SLOT = "jbackup_perm_slot";

  private final Arguments arguments;
  private final PinAndNote labels;

  BackupArguments(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.labels = new PinAndNote(arguments, zone);
  }

  /// `settings` is the instance's configuration with the command line over it.
  BackupRequest request(InstanceConfig settings) {
    return new BackupRequest(
        mode(),
        arguments.has(Option.STREAM) ? WalMode.STREAM : WalMode.ARCHIVE,
        slot(),
        compression(settings),
        arguments.integerOrDefault(Option.THREADS),
        !arguments.has(Option.SMOOTH_CHECKPOINT),
        labels.note(),
        labels.expiry(),
        !arguments.has(Option.NO_VALIDATE),
        (int) arguments.size(Option.MAX_RATE).orElse(0),
        Duration.ofSeconds(settings.number(ConfigKey.ARCHIVE_TIMEOUT)),
        startTime(),
        arguments.path(Option.PGDATA),
        ProgramVersion.NUMBER);
  }

  private BackupMode mode() {
    BackupMode mode =
        arguments
            .text(Option.BACKUP_MODE)
            .map(BackupMode::parse)
            .orElseThrow(() ->
                new UsageException(
                    """
                    No backup mode specified.
                    Please specify it using command line option --backup-mode (-b)\
                    """,
                    "Use -b FULL."));
    if (mode != BackupMode.FULL) {
      throw new UsageException(
          "this version of jbackup ("
              + ProgramVersion.NUMBER
              + ") does not have backup mode "
              + mode,
          "Use -b FULL.");
    }
    return mode;
  }

  private SlotChoice slot() {
    boolean temporary = arguments.has(Option.TEMP_SLOT);
    boolean permanent = arguments.has(Option.PERM_SLOT);
    Optional<String> name = arguments.text(Option.SLOT);
    if (temporary && permanent) {
      throw new UsageException(
          "You cannot specify '--temp-slot' and '--perm-slot' options together",
          "A temporary slot is enough for a backup.");
    }
    if (!arguments.has(Option.STREAM) && (temporary || permanent || name.isPresent())) {
      throw new UsageException(
          "--slot, --temp-slot and --perm-slot need --stream",
          "Add --stream; without it the WAL comes from the archive and no slot is used.");
    }
    name.ifPresent(BackupArguments::checkSlotName);
    if (temporary) {
      return new SlotChoice.Temporary(name.orElse(""));
    }
    if (permanent) {
      return new SlotChoice.Permanent(name.orElse(PERMANENT_SLOT), true);
    }
    return name.isPresent() ? new SlotChoice.Permanent(name.get(), false) : new SlotChoice.None();
  }

  private static void checkSlotName(String name) {
    if (!name.matches("[a-z0-9_]{1," + MAX_SLOT_NAME + "}")) {
      throw new UsageException(
          "invalid slot name \"" + name + "\"",
          "Names of slots have up to 63 lower-case letters, digits and _.");
    }
  }

  /// `--compress` is zstd at its level 1, unless algorithm or level are given beside it; what is
  /// stored does not count then.
  private Compression compression(InstanceConfig settings) {
    if (!arguments.has(Option.COMPRESS)) {
      return settings.compression();
    }
    InstanceConfig wanted =
        InstanceConfig.empty().with(ConfigKey.COMPRESS_ALGORITHM, Algorithm.ZSTD.label());
    return arguments.over(wanted).compression();
  }

  private Optional<Instant> startTime() {
    OptionalLong seconds = arguments.integer(Option.START_TIME);
    return seconds.isPresent()
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }
}
