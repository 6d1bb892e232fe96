package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import io.jbackup.core.archive.ArchivedFiles;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.verify.ArchiveSegments;
import io.jbackup.core.walread.SegmentSource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The WAL that recovery from one backup finds: the archive's segments, and for a STREAM backup
/// those that it carries.
final class WalSources implements AutoCloseable {
  private final SegmentSource archive;
  private final SegmentSize size;
  private final @Nullable ArchivedFiles own;

  WalSources(StoredBackup backup) {
    archive = new ArchiveSegments(backup.instance());
    size = backup.instance().config().segmentSize();
    own =
        BackupIndex.read(backup)
            .wal()
            .map((StoredArchive wal) -> new ArchivedFiles(backup, wal))
            .orElse(null);
  }

  /// The names of the segments in an archive; throws StorageException when it cannot be listed.
  static SegmentSet list(Instance instance) {
    SegmentSize size = instance.config().segmentSize();
    List<SegmentName> names = new ArrayList<>();
    instance
        .archive()
        .visit(file -> {
          if (WalFileName.parse(file.name(), size).orElse(null)
              instanceof WalFileName.Segment(SegmentName segment)) {
            names.add(segment);
          }
        });
    return SegmentSet.of(names);
  }

  SegmentSource source() {
    return segment -> {
      Optional<InputStream> archived = archive.open(segment);
      return archived.isPresent() || own == null ? archived : own.open(segment.fileName(size));
    };
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
