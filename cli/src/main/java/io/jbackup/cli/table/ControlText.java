package io.jbackup.cli.table;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.text.NameValueText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// All that is known of one backup: the text of its control file with times in the local zone.
public final class ControlText {
  private static final List<ControlField> TIMES =
      List.of(
          ControlField.START_TIME,
          ControlField.MERGE_TIME,
          ControlField.END_TIME,
          ControlField.RECOVERY_TIME,
          ControlField.EXPIRE_TIME);

  private ControlText() {}

  /// Behind it a line `locked-by` for each of those who hold the backup.
  public static String of(StoredBackup backup, List<LockOwner> owners, ZoneId zone) {
    StringBuilder text = new StringBuilder(of(backup, zone));
    for (LockOwner owner : owners) {
      text.append(NameValueText.line("locked-by", owner.describe(zone), true)).append('\n');
    }
    return text.toString();
  }

  private static String of(StoredBackup backup, ZoneId zone) {
    if (!backup.problem().isEmpty()) {
      return BackupControl.empty().with(BackupStatus.UNKNOWN).format();
    }
    BackupControl control = backup.control();
    Optional<String> map = control.text(ControlField.TABLESPACE_MAP);
    BackupControl local = control.without(ControlField.TABLESPACE_MAP);
    for (ControlField field : TIMES) {
      Optional<Instant> time = control.time(field);
      if (time.isPresent()) {
        local = local.with(field, ControlTime.format(time.get(), zone));
      }
    }
    return local.format()
        + map.map(text -> NameValueText.line("tablespace_map", text, true) + "\n").orElse("");
  }
}
