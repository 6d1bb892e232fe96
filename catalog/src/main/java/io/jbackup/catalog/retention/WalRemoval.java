package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.store.ObjectKey;
import java.util.List;

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

  /// Removes what both plans let go.
  void remove(RetentionPlan plan, RetentionPlan recheck) {
    WalArchive archive = instance.archive();
    List<WalEntry> entries = WalEntry.going(instance, List.of(plan, recheck));
    for (int from = 0; from < entries.size(); from += BATCH) {
      pause.run();
      remove(archive, entries.subList(from, Math.min(from + BATCH, entries.size())));
      listener.removed(files, entries.size());
    }
  }

  private void remove(WalArchive archive, List<WalEntry> batch) {
    List<ObjectKey> keys =
        batch.stream().map(entry -> archive.key(entry.file().storedName())).toList();
    archive.store().delete(keys);
    for (WalEntry entry : batch) {
      files++;
      bytes += entry.file().storedBytes();
    }
  }
}
