package io.jbackup.catalog.archive;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.wal.SegmentName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What an archive has of segments that are about to be published, whatever it is compressed with:
/// looked for once, while they are compressed, since a store that is far takes its time to answer.
public final class StoredForms {
  private final FutureTask<Map<String, List<ArchivedFile>>> search;

  private StoredForms(FutureTask<Map<String, List<ArchivedFile>>> search) {
    this.search = search;
  }

  /// Begins to look for those of the names that are segments'.
  public static StoredForms of(WalArchive archive, Collection<String> names) {
    List<String> segments = new ArrayList<>();
    for (String name : names) {
      if (SegmentName.isSegmentName(name)) {
        segments.add(name);
      }
    }
    StoredForms forms =
        new StoredForms(
            new FutureTask<>(() -> segments.isEmpty() ? Map.of() : archive.findAll(segments)));
    Thread.ofPlatform().daemon().name("stored forms").start(forms.search);
    return forms;
  }

  /// Waits for the answer; throws as the store does.
  List<ArchivedFile> of(String name) {
    try {
      return search.get().getOrDefault(name, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while the archive was searched", "Run the command again.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BackupException failure) {
        throw failure;
      }
      throw new IllegalStateException("searching the archive failed", e);
    }
  }
}
