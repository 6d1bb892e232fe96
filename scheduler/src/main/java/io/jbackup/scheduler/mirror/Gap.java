package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a mirror lacks.
///
/// @param backups the oldest first: what others rest on comes before them
/// @param wal in the order of names
record Gap(List<StoredBackup> backups, List<ArchivedFile> wal) {
  /// Lists the catalog, and reads the control files of those backups that the mirror lacks. The
  /// archive comes last, so that no backup is listed without its WAL.
  static Gap between(Instance from, Known known) {
    List<StoredBackup> backups = new ArrayList<>();
    for (BackupId id : from.backupIds().reversed()) {
      if (known.lacks(id)) {
        from.backup(id).filter(one -> BackupFacts.of(one).isRestorable()).ifPresent(backups::add);
      }
    }
    return new Gap(backups, from.archive().list()).without(known);
  }

  /// What is still not there.
  Gap without(Known known) {
    return new Gap(
        backups.stream().filter(backup -> known.lacks(backup.id())).toList(),
        wal.stream().filter(known::lacks).toList());
  }

  boolean isEmpty() {
    return backups.isEmpty() && wal.isEmpty();
  }

  /// Since when the oldest of it is in the catalog.
  Optional<Instant> since() {
    return Stream.concat(
            backups.stream().map(Gap::stored), wal.stream().map(ArchivedFile::modified))
        .min(Comparator.naturalOrder());
  }

  private static Instant stored(StoredBackup backup) {
    return backup.control().time(ControlField.END_TIME).orElseGet(() -> backup.id().start());
  }
}
