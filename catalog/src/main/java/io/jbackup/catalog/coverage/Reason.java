package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;

/// Why recovery cannot end in a hole.
public sealed interface Reason {
  /// One sentence without its full stop, beginning in lower case unless with a name.
  default String words(SegmentSize size) {
    return switch (this) {
      case MissingSegments missing when missing.count() == 1 ->
          "WAL segment " + missing.first().fileName(size) + " is missing";
      case MissingSegments missing ->
          missing.count()
              + " WAL segments from "
              + missing.first().fileName(size)
              + " to "
              + missing.last().fileName(size)
              + " are missing";
      case UnusableBackup(BackupId backup, BackupStatus status) ->
          "backup " + backup + " has status " + status;
      case MissingHistory(int timeline) ->
          TimelineHistory.fileName(timeline) + " is not in the archive";
      case MalformedHistory(int _, String problem) -> problem;
      case NoBackupBefore _ -> "there is no backup before it";
      case DamagedWal(Lsn lsn, String problem) -> "WAL is damaged at LSN " + lsn + ": " + problem;
    };
  }

  /// Segments of one timeline, one after the other, are not in the archive.
  record MissingSegments(SegmentName first, SegmentName last) implements Reason {
    public long count() {
      return last.number() - first.number() + 1;
    }
  }

  /// A backup that would help is none that can be restored.
  record UnusableBackup(BackupId backup, BackupStatus status) implements Reason {}

  /// The archive has no history file of the timeline: nothing tells where it comes from.
  record MissingHistory(int timeline) implements Reason {}

  /// The history file of the timeline cannot be read; a server stops at it.
  record MalformedHistory(int timeline, String problem) implements Reason {}

  /// The WAL begins before any backup that can be followed to it.
  record NoBackupBefore() implements Reason {}

  /// Recovery stops at damaged WAL. Found by reading, which this package does not do.
  record DamagedWal(Lsn lsn, String problem) implements Reason {}
}
