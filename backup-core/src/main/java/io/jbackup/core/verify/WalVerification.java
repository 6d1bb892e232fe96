package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.archive.ArchivedFiles;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads the WAL that makes a backup consistent, from its start to its stop LSN, record by record.
public final class WalVerification {
  private final StoredBackup backup;
  private final Lsn start;
  private final Lsn stop;
  private final int timeline;

  public WalVerification(StoredBackup backup) {
    this.backup = backup;
    start = lsn(ControlField.START_LSN);
    stop = lsn(ControlField.STOP_LSN);
    timeline = backup.control().timeline().orElseThrow(() -> missing(ControlField.TIMELINE_ID));
  }

  private Lsn lsn(ControlField field) {
    return backup.control().lsn(field).orElseThrow(() -> missing(field));
  }

  private CorruptException missing(ControlField field) {
    return new CorruptException(
        "the control file of backup " + backup.id() + " says no " + field.key(),
        "Use another backup.");
  }

  /// Throws WalException when WAL is missing, CorruptException when it is damaged. Returns what was
  /// read, with the last transaction that ended at or before the stop LSN.
  public WalScan.Summary run() {
    try {
      return backup.control().walMode() == WalMode.STREAM ? readStreamed() : readArchived();
    } catch (IOException e) {
      throw new StorageException(
          "could not read the WAL of backup " + backup.id() + ": " + e.getMessage(),
          "Check the storage.",
          e);
    }
  }

  private WalScan.Summary readStreamed() throws IOException {
    StoredArchive archive =
        BackupIndex.read(backup)
            .wal()
            .orElseThrow(() ->
                new CorruptException(
                    "the index of backup " + backup.id() + " names no archive of WAL",
                    "Use another backup."));
    SegmentSize size = backup.instance().config().segmentSize();
    try (ArchivedFiles files = new ArchivedFiles(backup, archive)) {
      return scan(segment -> files.open(segment.fileName(size)), history(files));
    }
  }

  private TimelineHistory history(ArchivedFiles files) throws IOException {
    if (timeline == 1) {
      return TimelineHistory.root(1);
    }
    String name = TimelineHistory.fileName(timeline);
    try (var in =
        files
            .open(name)
            .orElseThrow(() ->
                new CorruptException(
                    "backup " + backup.id() + " has no " + name, "Use another backup."))) {
      return TimelineHistory.parse(
          timeline, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  private WalScan.Summary readArchived() throws IOException {
    return scan(
        new ArchiveSegments(backup.instance()),
        backup
            .instance()
            .archive()
            .history(timeline)
            .orElseGet(() -> TimelineHistory.root(timeline)));
  }

  private WalScan.Summary scan(SegmentSource source, TimelineHistory history) throws IOException {
    WalOrigin origin =
        WalOrigin.of(
            backup.instance().config().systemIdentifier(),
            backup.instance().config().segmentSize(),
            history);
    return WalScan.verify(source, origin, start, stop);
  }
}
