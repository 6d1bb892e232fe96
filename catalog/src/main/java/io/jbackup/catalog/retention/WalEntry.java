package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A file of the archive in the order of removal.
///
/// @param number of its segment; a history file has the highest
record WalEntry(ArchivedFile file, int timeline, long number) {
  /// Those that all plans let go, of each timeline the oldest first and its history file last.
  static List<WalEntry> going(Instance instance, List<RetentionPlan> plans) {
    List<WalEntry> entries = new ArrayList<>();
    SegmentSize size = instance.config().segmentSize();
    instance
        .archive()
        .visit(file ->
            WalFileName.parse(file.name(), size)
                .filter(name -> plans.stream().allMatch(plan -> plan.removes(name)))
                .ifPresent(name -> entries.add(of(file, name))));
    entries.sort(
        Comparator.comparing(WalEntry::timeline, Integer::compareUnsigned)
            .thenComparingLong(WalEntry::number)
            .thenComparing(entry -> entry.file().storedName()));
    return entries;
  }

  private static WalEntry of(ArchivedFile file, WalFileName kind) {
    return switch (kind) {
      case WalFileName.Segment(SegmentName name) -> of(file, name);
      case WalFileName.Partial(SegmentName name) -> of(file, name);
      case WalFileName.BackupHistory(SegmentName name, long _) -> of(file, name);
      case WalFileName.History(int timeline) -> new WalEntry(file, timeline, Long.MAX_VALUE);
    };
  }

  private static WalEntry of(ArchivedFile file, SegmentName name) {
    return new WalEntry(file, name.timeline(), name.number());
  }
}
