package io.jbackup.cli.command;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.Wish;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The request that a command line of `delete` or `backup` makes. Throws UsageException.
final class DeleteArguments {
  private final Arguments arguments;
  private final ZoneId zone;

  DeleteArguments(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.zone = zone;
  }

  /// Whether anything is to be deleted.
  boolean any() {
    return List.of(Option.BACKUP_ID, Option.DELETE_EXPIRED, Option.STATUS, Option.DELETE_WAL)
        .stream()
        .anyMatch(arguments::has);
  }

  /// Refuses a command line that asks for nothing, or for two things at once.
  void check() {
    if (!any()) {
      throw new UsageException(
          "You must specify at least one of the delete options: --delete-expired |--delete-wal"
              + " |--merge-expired |--status |(-i, --backup-id)",
          "--dry-run shows what each of them would do.");
    }
    List<String> given =
        List.of(Option.DELETE_EXPIRED, Option.STATUS, Option.BACKUP_ID).stream()
            .filter(arguments::has)
            .map(Option::bothNames)
            .toList();
    if (given.size() > 1) {
      throw new UsageException(
          "You cannot specify " + String.join(" and ", given) + " options together",
          "Give them one after the other.");
    }
    wish();
  }

  /// `settings` is the instance's configuration with the command line over it.
  RetentionRequest request(InstanceConfig settings) {
    return new RetentionRequest(
        wish(), arguments.has(Option.DELETE_WAL), RetentionPolicy.of(settings), zone);
  }

  private Wish wish() {
    if (arguments.has(Option.DELETE_EXPIRED)) {
      return new Wish.Expired();
    }
    if (arguments.has(Option.STATUS)) {
      return new Wish.OfStatus(statuses(arguments.required(Option.STATUS)));
    }
    return arguments
        .text(Option.BACKUP_ID)
        .<Wish>map(text -> new Wish.OfId(Ids.parse(text)))
        .orElse(new Wish.Nothing());
  }

  /// One or more, with commas between them.
  private static Set<BackupStatus> statuses(String text) {
    Set<BackupStatus> statuses = EnumSet.noneOf(BackupStatus.class);
    for (String word : text.split(",", -1)) {
      String name = word.strip().toUpperCase(Locale.ROOT);
      statuses.add(
          Arrays.stream(BackupStatus.values())
              .filter(status -> status.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new UsageException(
                      "invalid value \"" + text + "\" for --status",
                      "Statuses are " + Arrays.toString(BackupStatus.values()) + ".")));
    }
    return statuses;
  }
}
