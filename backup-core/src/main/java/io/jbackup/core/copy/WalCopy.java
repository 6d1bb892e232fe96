package io.jbackup.core.copy;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.PutMode;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Copies the files of a WAL archive, in the order of their names.
final class WalCopy {
  private static final Comparator<ArchivedFile> BY_NAME =
      Comparator.comparing(ArchivedFile::storedName);

  /// Files that wait for each thread: not all of them, there may be a million.
  private static final int AHEAD = 4;

  private final WalArchive from;
  private final WalArchive to;
  private final ObjectCopy objects;
  private final int threads;

  WalCopy(WalArchive from, WalArchive to, ObjectCopy objects, int threads) {
    this.from = from;
    this.to = to;
    this.objects = objects;
    this.threads = to.writers(threads);
  }

  /// Everything.
  CopyResult run() {
    List<ArchivedFile> files = from.list();
    BitSet there = new BitSet(files.size());
    to.visit(file -> {
      int at = Collections.binarySearch(files, file, BY_NAME);
      if (at >= 0) {
        there.set(at);
      }
    });
    return run(files, there::get, _ -> {});
  }

  /// These files.
  ///
  /// @param there by its place in the list, whether the copy is known to have a file: then its
  ///   content is compared
  /// @param done is told of each file that is there then
  CopyResult run(List<ArchivedFile> files, IntPredicate there, Consumer<ArchivedFile> done) {
    Sum sum = new Sum();
    Queue<Future<Long>> running = new ArrayDeque<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      try {
        for (int at = 0; at < files.size(); at++) {
          ArchivedFile file = files.get(at);
          boolean isThere = there.test(at);
          if (running.size() == threads * AHEAD) {
            sum.add(result(running.remove()));
          }
          running.add(
              workers.submit(() -> {
                long size = copy(file, isThere);
                done.accept(file);
                return size;
              }));
        }
        while (!running.isEmpty()) {
          sum.add(result(running.remove()));
        }
      } finally {
        running.forEach(result -> result.cancel(true));
      }
    }
    to.sync();
    return new CopyResult(0, 0, sum.copied, sum.present, sum.bytes);
  }

  private static final class Sum {
    private int copied;
    private int present;
    private long bytes;

    /// @param size as [#copy(ArchivedFile, boolean)] returns it
    void add(long size) {
      if (size < 0) {
        present++;
      } else {
        copied++;
        bytes += size;
      }
    }
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
