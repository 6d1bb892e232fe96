package io.jbackup.core.copy;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import java.util.List;
import java.util.Optional;

/// The fields of a backup's control file that change after it was taken: each catalog has its own.
final class OwnFields {
  /// What users say of a backup in this catalog.
  private static final List<ControlField> OF_USERS =
      List.of(ControlField.EXPIRE_TIME, ControlField.NOTE);

  private OwnFields() {}

  /// Whether both tell of the same backup.
  static boolean isSame(BackupControl one, BackupControl other) {
    return bare(one).equals(bare(other));
  }

  private static String bare(BackupControl control) {
    BackupControl bare = control.with(BackupStatus.DONE).without(ControlField.ERROR_MESSAGE);
    for (ControlField field : OF_USERS) {
      bare = bare.without(field);
    }
    return bare.format();
  }

  /// The control file of a copy.
  ///
  /// @param there what the copy's said until now, whose pin and note stay
  static BackupControl ofCopy(BackupControl source, Optional<BackupControl> there) {
    BackupControl control = source.without(ControlField.ERROR_MESSAGE);
    if (there.isEmpty()) {
      return control;
    }
    for (ControlField field : OF_USERS) {
      Optional<String> own = there.get().text(field);
      control = own.isPresent() ? control.with(field, own.get()) : control.without(field);
    }
    return control;
  }
}
