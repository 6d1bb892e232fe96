package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of the archive in the order of removal.
///
/// @param number of its segment; a history file has the highest
record WalEntry(ArchivedFile file, int timeline, long number) {
  /// Those that all plans let go, of each timeline the oldest first and its history file last.
  static List<WalEntry> going(Instance instance, List<RetentionPlan> plans) {
    List<WalEntry> entries = new ArrayList<>();
    instance
        .archive()
        .visit(file -> {
          WalEntry entry = of(file, instance.config().segmentSize());
          if (entry != null && plans.stream().allMatch(entry::goes)) {
            entries.add(entry);
          }
        });
    entries.sort(
        Comparator.comparing(WalEntry::timeline, Integer::compareUnsigned)
            .thenComparingLong(WalEntry::number)
            .thenComparing(entry -> entry.file().storedName()));
    return entries;
  }

  private static @Nullable WalEntry of(ArchivedFile file, SegmentSize size) {
    return switch (WalFileName.parse(file.name(), size).orElse(null)) {
      case WalFileName.Segment(SegmentName name) -> of(file, name);
      case WalFileName.Partial(SegmentName name) -> of(file, name);
      case WalFileName.BackupHistory(SegmentName name, long _) -> of(file, name);
      case WalFileName.History(int timeline) -> new WalEntry(file, timeline, Long.MAX_VALUE);
      case null -> null;
    };
  }

  private static WalEntry of(ArchivedFile file, SegmentName name) {
    return new WalEntry(file, name.timeline(), name.number());
  }

  private boolean goes(RetentionPlan plan) {
    return number == Long.MAX_VALUE
        ? plan.removesHistory(timeline)
        : plan.removes(new SegmentName(timeline, number));
  }
}
