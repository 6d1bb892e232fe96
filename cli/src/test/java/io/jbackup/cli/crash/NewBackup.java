package io.jbackup.cli.crash;

import io.jbackup.catalog.backup.BackupId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/// The backup that appears in a catalog while it is looked at.
final class NewBackup {
  private final Path backups;
  private final Set<String> before;

  NewBackup(Site site) throws IOException {
    backups = site.backups();
    before = Victim.names(backups);
  }

  /// A path in the new backup's folder; one that does not exist while there is no new backup.
  Path folder() throws IOException {
    for (String name : Victim.names(backups)) {
      if (!before.contains(name) && BackupId.isBackupId(name)) {
        return backups.resolve(name);
      }
    }
    return backups.resolve("none");
  }

  /// At least so many bytes of an archive are written; 0 when it has been begun.
  Victim.Moment written(String archive, long bytes) {
    return () -> Victim.size(folder(), archive) >= bytes;
  }

  Victim.Moment finished(String file) {
    return () -> Victim.has(folder(), file);
  }

  Victim.Moment says(String text) {
    return () -> {
      try {
        return Files.readString(folder().resolve("backup.control")).contains(text);
      } catch (NoSuchFileException _) {
        return false;
      }
    };
  }
}
