package io.jbackup.cli.crash;

import io.jbackup.catalog.backup.BackupId;
import java.io.IOException;
import java.util.Set;

/// The backup that appears in a catalog while it is looked at.
final class NewBackup {
  private final Place place;
  private final Set<String> before;
  private String found = "";

  NewBackup(Site site) throws IOException {
    place = site.place();
    before = place.names(Site.BACKUPS);
  }

  /// The new backup's folder; one that does not exist while there is no new backup.
  private String folder() throws IOException {
    if (!found.isEmpty()) {
      return found;
    }
    for (String name : place.names(Site.BACKUPS)) {
      if (!before.contains(name) && BackupId.isBackupId(name)) {
        found = Site.BACKUPS + "/" + name;
        return found;
      }
    }
    return Site.BACKUPS + "/none";
  }

  /// At least so many bytes of an archive are written; 0 when it has been begun.
  Victim.Moment written(String archive, long bytes) {
    return () -> place.written(folder(), archive) >= bytes;
  }

  Victim.Moment finished(String file) {
    return () -> place.has(folder(), file);
  }

  Victim.Moment says(String text) {
    return () ->
        place.text(folder() + "/backup.control").filter(all -> all.contains(text)).isPresent();
  }
}
