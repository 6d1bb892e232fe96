package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.core.JobLog;
import io.jbackup.core.format.BackupLabel;
import io.jbackup.core.restore.Verdict.Suitable;
import java.util.List;
import java.util.Optional;

/// Settles what the recovery settings of a restore are made of.
final class SettingsPlan {
  private final Instance instance;
  private final JobLog log;

  SettingsPlan(Instance instance, JobLog log) {
    this.instance = instance;
    this.log = log;
  }

  /// @param archiveMode of the restored configuration files
  RecoverySettings of(
      RestoreRequest request,
      Suitable chosen,
      StoredBackup backup,
      BackupLabel label,
      String archiveMode) {
    WalMode mode = backup.control().walMode();
    Optional<String> conninfo =
        request.primaryConninfo().or(() -> backup.control().text(ControlField.PRIMARY_CONNINFO));
    if (request.asReplica() && conninfo.isEmpty()) {
      log.warning(
          "The backup does not know the primary: add primary_conninfo to postgresql.auto.conf, or"
              + " use --primary-conninfo");
    }
    boolean crossed = label.timeline() != chosen.candidate().timeline();
    RestoreRequest effective =
        crossed && !request.asReplica() && !RecoverySettings.needsArchive(request, mode)
            ? request.endingWith(new RecoveryTarget.Immediate(), RecoveryAction.PROMOTE)
            : request;
    return RecoverySettings.of(
        effective,
        mode,
        timeline(chosen.route(), crossed),
        command(request),
        conninfo,
        request
            .newArchive()
            .map(name -> new NewArchive(instance, name).settings(request.program(), archiveMode))
            .orElse(List.of()));
  }

  /// A backup of a standby may begin on one timeline and end on the next. "current" would be the
  /// first of them, on which the backup never becomes consistent.
  private static String timeline(Route route, boolean crossed) {
    return crossed && route.setting().equals("current")
        ? Integer.toUnsignedString(route.timeline())
        : route.setting();
  }

  private String command(RestoreRequest request) {
    return request
        .restoreCommand()
        .or(() -> instance.config().get(ConfigKey.RESTORE_COMMAND))
        .orElseGet(() ->
            RestoreCommand.of(
                request.program(),
                instance.catalog().location(),
                instance.keys(),
                instance.name(),
                instance.config().segmentSize()));
  }
}
