package io.jbackup.cli.command;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Arguments;
import io.jbackup.cli.option.Option;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.restore.TimelineChoice;
import java.time.ZoneId;
import java.util.List;

/// The recovery target that a command line names. Throws UsageException.
final class TargetArguments {
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

  /// Times without an offset are of `zone`.
  TargetArguments(Arguments arguments, ZoneId zone) {
    this.arguments = arguments;
    this.zone = zone;
  }

  /// Whether anything about a target was given.
  boolean given() {
    return TARGETS.stream().anyMatch(arguments::has)
        || arguments.has(Option.RECOVERY_TARGET_TIMELINE)
        || arguments.has(Option.RECOVERY_TARGET_INCLUSIVE);
  }

  TimelineChoice timeline() {
    return arguments
        .text(Option.RECOVERY_TARGET_TIMELINE)
        .map(TimelineChoice::parse)
        .orElseGet(TimelineChoice.Unset::new);
  }

  RecoveryTarget target() {
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
