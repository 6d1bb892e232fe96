package io.jbackup.catalog.picture;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.wal.SegmentSize;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// All that is stored of one instance, taken at one moment.
///
/// @param backups of any status, newest first
public record InstancePicture(
    String instance,
    SegmentSize segmentSize,
    Instant takenAt,
    List<BackupFacts> backups,
    ArchivePicture archive) {
  public InstancePicture {
    backups = List.copyOf(backups);
  }

  /// Lists everything. Whatever cannot be listed is an error, so that nothing is taken for absent
  /// that was not seen. The archive comes first: WAL that arrives meanwhile is not in the picture,
  /// backups that appear meanwhile are.
  public static InstancePicture take(Instance instance, Clock clock) {
    Instant now = clock.instant();
    SegmentSize size = instance.config().segmentSize();
    ArchivePicture archive = ArchivePicture.take(instance.archive(), size);
    List<BackupFacts> backups = instance.backups().stream().map(BackupFacts::of).toList();
    return new InstancePicture(instance.name(), size, now, backups, archive);
  }
}
