package io.jbackup.core.copy;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.PutMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Copies the files of a WAL archive, in the order of their names.
final class WalCopy {
  private final WalArchive from;
  private final WalArchive to;
  private final ObjectCopy objects;
  private final int threads;

  WalCopy(WalArchive from, WalArchive to, ObjectCopy objects, int threads) {
    this.from = from;
    this.to = to;
    this.objects = objects;
    this.threads = threads;
  }

  /// Everything.
  CopyResult run() {
    Set<String> there =
        to.list().stream().map(ArchivedFile::storedName).collect(Collectors.toSet());
    return run(from.list(), there, _ -> {});
  }

  /// These files.
  ///
  /// @param there those that the copy is known to have, whose content is compared
  /// @param done is told of each file that is there then
  CopyResult run(List<ArchivedFile> files, Set<String> there, Consumer<ArchivedFile> done) {
    int copied = 0;
    int present = 0;
    long bytes = 0;
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> results = new ArrayList<>();
      for (ArchivedFile file : files) {
        results.add(
            workers.submit(() -> {
              long size = copy(file, there.contains(file.storedName()));
              done.accept(file);
              return size;
            }));
      }
      try {
        for (Future<Long> result : results) {
          long size = result(result);
          copied += size < 0 ? 0 : 1;
          present += size < 0 ? 1 : 0;
          bytes += Math.max(size, 0);
        }
      } finally {
        results.forEach(result -> result.cancel(true));
      }
    }
    to.sync();
    return new CopyResult(0, 0, copied, present, bytes);
  }

  /// The stored size of a file that was copied, -1 when it was there.
  private long copy(ArchivedFile file, boolean isThere) {
    String name = file.storedName();
    if (!isThere && objects.copy(from.key(name), to.key(name), PutMode.CREATE_NEW)) {
      return file.storedBytes();
    }
    if (!objects.isSame(from.key(name), to.key(name))) {
      throw new CatalogException(
          "\""
              + to.store().describe(to.key(name))
              + "\" is there with another content than \""
              + from.store().describe(from.key(name))
              + "\"",
          "Two servers archived different WAL under one name, or one of the files is damaged:"
              + " compare them with \"jbackup validate\" of both catalogs, and remove the wrong one.");
    }
    return -1;
  }

  private static long result(Future<Long> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while WAL was copied", "Run the command again: it goes on there.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BackupException failure) {
        throw failure;
      }
      throw new IllegalStateException("copying a WAL file failed", e);
    }
  }
}
