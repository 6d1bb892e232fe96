package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Removes files of the archive, of each timeline the oldest first and its history file last:
/// however it is interrupted, what is left has no new hole in its middle.
final class WalRemoval {
  /// So many files are removed between two syncs of the folder.
  private static final int BATCH = 256;

  private final Instance instance;
  private final PurgeListener listener;
  private final Runnable pause;
  private int files;
  private long bytes;

  /// `pause` is called between batches, and may end the removal by throwing.
  WalRemoval(Instance instance, PurgeListener listener, Runnable pause) {
    this.instance = instance;
    this.listener = listener;
    this.pause = pause;
  }

  int files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  private record Entry(ArchivedFile file, int timeline, long number) {}

  /// Removes what both plans let go.
  void remove(RetentionPlan plan, RetentionPlan recheck) {
    WalArchive archive = instance.archive();
    List<Entry> entries = new ArrayList<>();
    for (ArchivedFile file : archive.list()) {
      Entry entry = entry(file, instance.config().segmentSize());
      if (entry != null && goes(entry, plan) && goes(entry, recheck)) {
        entries.add(entry);
      }
    }
    entries.sort(
        Comparator.comparing(Entry::timeline, Integer::compareUnsigned)
            .thenComparingLong(Entry::number)
            .thenComparing(entry -> entry.file().storedName()));
    for (int from = 0; from < entries.size(); from += BATCH) {
      pause.run();
      remove(archive, entries.subList(from, Math.min(from + BATCH, entries.size())));
      listener.removed(files, entries.size());
    }
  }

  /// A history file sorts behind all segments of its timeline.
  private static @Nullable Entry entry(ArchivedFile file, SegmentSize size) {
    return switch (WalFileName.parse(file.name(), size).orElse(null)) {
      case WalFileName.Segment(SegmentName name) -> of(file, name);
      case WalFileName.Partial(SegmentName name) -> of(file, name);
      case WalFileName.BackupHistory(SegmentName name, long _) -> of(file, name);
      case WalFileName.History(int timeline) -> new Entry(file, timeline, Long.MAX_VALUE);
      case null -> null;
    };
  }

  private static Entry of(ArchivedFile file, SegmentName name) {
    return new Entry(file, name.timeline(), name.number());
  }

  private static boolean goes(Entry entry, RetentionPlan plan) {
    return entry.number() == Long.MAX_VALUE
        ? plan.removesHistory(entry.timeline())
        : plan.removes(new SegmentName(entry.timeline(), entry.number()));
  }

  private void remove(WalArchive archive, List<Entry> batch) {
    List<ObjectKey> keys =
        batch.stream().map(entry -> archive.key(entry.file().storedName())).toList();
    archive.store().delete(keys);
    for (Entry entry : batch) {
      files++;
      bytes += entry.file().storedBytes();
    }
  }
}
