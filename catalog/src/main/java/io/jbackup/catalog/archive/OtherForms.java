package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The same file in the archive with another compression, looked for while it is compressed: a
/// store that is far takes its time to answer.
final class OtherForms {
  private final FutureTask<List<ArchivedFile>> search;

  private OtherForms(FutureTask<List<ArchivedFile>> search) {
    this.search = search;
  }

  /// @param own what the file is about to be compressed with
  static OtherForms of(WalArchive archive, String name, Algorithm own) {
    OtherForms forms = new OtherForms(new FutureTask<>(() -> archive.findOthers(name, own)));
    Thread.ofPlatform().daemon().name("other forms of " + name).start(forms.search);
    return forms;
  }

  /// Waits for the answer; throws as the store does.
  List<ArchivedFile> found() {
    try {
      return search.get();
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
