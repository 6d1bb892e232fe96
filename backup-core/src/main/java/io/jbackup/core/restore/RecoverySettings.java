package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.core.format.PgPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a server is told for its recovery: lines of postgresql.auto.conf and the signal file.
///
/// @param lines empty when the server needs none: it becomes consistent by the WAL in its pg_wal
/// @param signal the name of the file that starts recovery; empty when there are no lines
record RecoverySettings(List<String> lines, Optional<String> signal) {
  private static final String ARCHIVE_TITLE = "## settings of the new archive";
  private static final RecoverySettings NONE = new RecoverySettings(List.of(), Optional.empty());

  RecoverySettings {
    lines = List.copyOf(lines);
  }

  /// The settings for a backup restored by this request.
  ///
  /// @param timeline what to write as recovery_target_timeline
  /// @param command the restore_command
  /// @param conninfo the primary of a standby
  ///
  /// @param archiving lines about archiving, which start no recovery
  static RecoverySettings of(
      RestoreRequest request,
      WalMode mode,
      String timeline,
      String command,
      Optional<String> conninfo,
      List<String> archiving) {
    List<String> lines = new ArrayList<>();
    if (needsArchive(request, mode)) {
      lines.add("## recovery settings");
      lines.add(ConfText.line("restore_command", command));
      addTarget(lines, request);
      lines.add(ConfText.line("recovery_target_timeline", timeline));
      addAction(lines, request);
    }
    if (request.asReplica()) {
      lines.add("## standby settings");
      conninfo.ifPresent(text -> lines.add(ConfText.line("primary_conninfo", text)));
      request
          .primarySlotName()
          .ifPresent(name -> lines.add(ConfText.line("primary_slot_name", name)));
      return new RecoverySettings(lines, Optional.of("standby.signal"));
    }
    Optional<String> signal = lines.isEmpty() ? Optional.empty() : Optional.of("recovery.signal");
    if (!archiving.isEmpty()) {
      lines.add(ARCHIVE_TITLE);
      lines.addAll(archiving);
    }
    return lines.isEmpty() ? NONE : new RecoverySettings(lines, signal);
  }

  /// Whether recovery asks the archive: a STREAM backup without any target starts from its own WAL.
  static boolean needsArchive(RestoreRequest request, WalMode mode) {
    return mode == WalMode.ARCHIVE
        || !(request.target() instanceof RecoveryTarget.None)
        || request.restoreCommand().isPresent();
  }

  private static void addTarget(List<String> lines, RestoreRequest request) {
    switch (request.target()) {
      case RecoveryTarget.None _, RecoveryTarget.Latest _ -> {}
      case RecoveryTarget.Immediate _ -> lines.add(ConfText.line("recovery_target", "immediate"));
      case RecoveryTarget.Time target ->
          lines.add(ConfText.line("recovery_target_time", TimeText.format(target.time())));
      case RecoveryTarget.Xid(long xid) ->
          lines.add(ConfText.line("recovery_target_xid", Long.toString(xid)));
      case RecoveryTarget.Position(var lsn) ->
          lines.add(ConfText.line("recovery_target_lsn", lsn.toString()));
      case RecoveryTarget.Name(String name) ->
          lines.add(ConfText.line("recovery_target_name", name));
    }
    if (!request.isInclusive()) {
      lines.add(ConfText.line("recovery_target_inclusive", "false"));
    }
  }

  private static void addAction(List<String> lines, RestoreRequest request) {
    if (request.target().stopsEarly()) {
      RecoveryAction action = request.action().orElse(RecoveryAction.PAUSE);
      lines.add(ConfText.line("recovery_target_action", action.label()));
    }
  }

  /// The text of postgresql.auto.conf with these settings instead of those of an earlier recovery.
  /// Both texts hold bytes as characters.
  String applyTo(String autoConf, BackupId id, String time) {
    if (lines.isEmpty()) {
      return autoConf;
    }
    StringBuilder text = new StringBuilder();
    autoConf.lines().filter(this::isKept).forEach(line -> text.append(line).append('\n'));
    text.append("\n# recovery settings added by jbackup restore of backup ")
        .append(id)
        .append(" at '")
        .append(time)
        .append("'\n");
    lines.forEach(line -> text.append(PgPath.ofText(line)).append('\n'));
    return text.toString();
  }

  private boolean isKept(String line) {
    String stripped = line.strip();
    if (stripped.startsWith("# recovery settings added by jbackup")
        || stripped.equals("## recovery settings")
        || stripped.equals("## standby settings")
        || stripped.equals(ARCHIVE_TITLE)) {
      return false;
    }
    return ConfText.parameter(line).filter(this::isReplaced).isEmpty();
  }

  private boolean sets(String name) {
    return lines.stream()
        .anyMatch(line -> ConfText.parameter(line).filter(name::equals).isPresent());
  }

  private boolean isReplaced(String parameter) {
    boolean standby = signal.filter("standby.signal"::equals).isPresent();
    return switch (parameter) {
      case "restore_command" -> true;
      case "primary_conninfo", "primary_slot_name" -> standby;
      case "archive_mode", "archive_command", "archive_library" -> sets(parameter);
      default -> parameter.startsWith("recovery_target");
    };
  }
}
