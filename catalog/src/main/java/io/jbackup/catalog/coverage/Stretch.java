package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.wal.Lsn;
import java.util.List;

/// Positions of one timeline that recovery can end at: every record from `begin` to `end`, both
/// included. They are equal for a backup that carries its WAL and has none after it in the archive.
///
/// @param begin the stop LSN of a backup, or the point where the timeline left its parent
/// @param end the first byte of WAL that is not there, or where the timeline is known to end
/// @param backups those with their stop LSN in here, in ascending order of it; none when the
///   stretch is reached from an ancestor timeline only
/// @param base the backup that stops last before `end` among those that reach it; it may be of an
///   ancestor timeline
/// @param route the timeline to follow to get to `end`: this one, or a descendant whose first
///   segment holds a copy of what this one lacks
public record Stretch(Lsn begin, Lsn end, List<BackupId> backups, BackupId base, int route) {
  public Stretch {
    backups = List.copyOf(backups);
  }

  public boolean contains(Lsn lsn) {
    return !lsn.isBefore(begin) && !end.isBefore(lsn);
  }
}
