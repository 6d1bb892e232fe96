package io.jbackup.cli.command;

import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.restore.RecoveryAction;
import io.jbackup.core.restore.RestoreRequest;
import io.jbackup.core.restore.TablespaceMapping;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/// The request that a command line of `restore` makes. Throws UsageException.
final class RestoreArguments {
  private final Arguments arguments;
  private final ZoneId zone;

  RestoreArguments(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.zone = zone;
  }

  /// `program` is jbackup's own path.
  RestoreRequest request(Path pgdata, Path program) {
    TargetArguments target = new TargetArguments(arguments, zone);
    return new RestoreRequest(
        pgdata,
        arguments.text(Option.BACKUP_ID).map(Ids::parse),
        target.target(),
        arguments.bool(Option.RECOVERY_TARGET_INCLUSIVE),
        target.timeline(),
        action(),
        arguments.all(Option.TABLESPACE_MAPPING).stream().map(TablespaceMapping::parse).toList(),
        Optional.empty(),
        arguments.path(Option.WALDIR),
        arguments.integerOrDefault(Option.THREADS),
        arguments.has(Option.RESTORE_AS_REPLICA),
        arguments.text(Option.PRIMARY_CONNINFO),
        arguments.text(Option.PRIMARY_SLOT_NAME),
        arguments.text(Option.RESTORE_COMMAND),
        arguments.text(Option.NEW_ARCHIVE),
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
}
