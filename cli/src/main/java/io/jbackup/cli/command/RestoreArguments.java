package io.jbackup.cli.command;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.restore.RecoveryAction;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.restore.RestoreRequest;
import io.jbackup.core.restore.TablespaceMapping;
import io.jbackup.core.restore.TimelineChoice;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The request that a command line of `restore` makes. Throws UsageException.
final class RestoreArguments {
  private static final List<Option> TARGETS =
      List.of(
          Option.RECOVERY_TARGET,
          Option.IMMEDIATE,
          Option.RECOVERY_TARGET_NAME,
          Option.RECOVERY_TARGET_TIME,
          Option.RECOVERY_TARGET_XID,
          Option.RECOVERY_TARGET_LSN);

  private final Arguments arguments;
  private final ZoneId zone;

  RestoreArguments(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.zone = zone;
  }

  /// `program` is jbackup's own path.
  RestoreRequest request(Path pgdata, Path program) {
    return new RestoreRequest(
        pgdata,
        arguments.text(Option.BACKUP_ID).map(Ids::parse),
        target(),
        arguments.bool(Option.RECOVERY_TARGET_INCLUSIVE),
        arguments
            .text(Option.RECOVERY_TARGET_TIMELINE)
            .map(TimelineChoice::parse)
            .orElseGet(TimelineChoice.Unset::new),
        action(),
        arguments.all(Option.TABLESPACE_MAPPING).stream().map(TablespaceMapping::parse).toList(),
        arguments.path(Option.WALDIR),
        arguments.integerOrDefault(Option.THREADS),
        arguments.has(Option.RESTORE_AS_REPLICA),
        arguments.text(Option.PRIMARY_CONNINFO),
        arguments.text(Option.PRIMARY_SLOT_NAME),
        arguments.text(Option.RESTORE_COMMAND),
        !arguments.has(Option.NO_VALIDATE),
        !arguments.has(Option.NO_SYNC),
        arguments.has(Option.FORCE),
        program);
  }

  private Optional<RecoveryAction> action() {
    return arguments.has(Option.RECOVERY_TARGET_ACTION)
        ? Optional.of(RecoveryAction.parse(arguments.choice(Option.RECOVERY_TARGET_ACTION)))
        : Optional.empty();
  }

  private RecoveryTarget target() {
    List<Option> given = TARGETS.stream().filter(arguments::has).toList();
    if (given.isEmpty()) {
      return new RecoveryTarget.None();
    }
    if (given.size() > 1) {
      throw new UsageException(
          "At most one of '--recovery-target', '--recovery-target-name',"
              + " '--recovery-target-time', '--recovery-target-xid' or '--recovery-target-lsn'"
              + " options can be specified",
          "Choose the one that says where recovery is to end.");
    }
    Option option = given.getFirst();
    String text = arguments.required(option);
    return switch (option) {
      case RECOVERY_TARGET_TIME -> RecoveryTarget.Time.parse(text, zone);
      case RECOVERY_TARGET_XID -> RecoveryTarget.Xid.parse(text);
      case RECOVERY_TARGET_LSN -> RecoveryTarget.Position.parse(text);
      case RECOVERY_TARGET_NAME -> new RecoveryTarget.Name(text);
      case RECOVERY_TARGET ->
          arguments.choice(option).equals("latest")
              ? new RecoveryTarget.Latest()
              : new RecoveryTarget.Immediate();
      default -> new RecoveryTarget.Immediate();
    };
  }
}
