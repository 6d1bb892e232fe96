package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.core.JobLog;
import io.jbackup.core.copy.WalFileCopy.Presence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Copies the files of a WAL archive, in the order of their names. What fails does not keep the
/// others from being copied, unless the storage fails again and again.
final class WalCopy {
  private static final Comparator<ArchivedFile> BY_NAME =
      Comparator.comparing(ArchivedFile::name).thenComparing(ArchivedFile::algorithm);

  /// Files that wait for each thread: not all of them, there may be a million.
  private static final int AHEAD = 4;

  private final WalArchive from;
  private final WalArchive to;
  private final WalFileCopy files;
  private final int threads;
  private final JobLog log;
  private final WalCopyListener listener;
  private final AtomicInteger ofStorage = new AtomicInteger();

  WalCopy(
      Instance from,
      Instance to,
      ObjectCopy objects,
      int threads,
      JobLog log,
      WalCopyListener listener) {
    this.from = from.archive();
    this.to = to.archive();
    this.files = new WalFileCopy(from, to, objects);
    this.threads = this.to.writers(threads);
    this.log = log;
    this.listener = listener;
  }

  /// Everything; returns what succeeded.
  CopyResult run() {
    List<ArchivedFile> all = new ArrayList<>(from.list());
    all.sort(BY_NAME);
    BitSet sameName = new BitSet(all.size());
    BitSet otherForm = new BitSet(all.size());
    to.visit(there -> {
      for (int at = first(all, there.name()); isNamed(all, at, there.name()); at++) {
        boolean same = all.get(at).algorithm() == there.algorithm();
        (same ? sameName : otherForm).set(at);
      }
    });
    return run(
        all,
        at -> {
          if (sameName.get(at)) {
            return Presence.SAME_NAME;
          }
          return otherForm.get(at) ? Presence.OTHER_FORM : Presence.ABSENT;
        });
  }

  /// Where the first file is whose name is not less than this one.
  private static int first(List<ArchivedFile> sorted, String name) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).name().compareTo(name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isNamed(List<ArchivedFile> sorted, int at, String name) {
    return at < sorted.size() && sorted.get(at).name().equals(name);
  }

  /// These files; returns what succeeded.
  ///
  /// @param there by its place in the list, what the copy has of a file
  CopyResult run(List<ArchivedFile> wanted, IntFunction<Presence> there) {
    CopyResult sum = CopyResult.NONE;
    Queue<Future<CopyResult>> running = new ArrayDeque<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      try {
        for (int at = 0; at < wanted.size() && !isHopeless(); at++) {
          ArchivedFile file = wanted.get(at);
          Presence presence = there.apply(at);
          if (running.size() == threads * AHEAD) {
            sum = sum.plus(result(running.remove()));
          }
          running.add(workers.submit(() -> copy(file, presence)));
        }
        while (!running.isEmpty()) {
          sum = sum.plus(result(running.remove()));
        }
      } finally {
        running.forEach(result -> result.cancel(true));
      }
    }
    to.sync();
    return sum;
  }

  private boolean isHopeless() {
    return ofStorage.get() >= CopyFailures.MOST_OF_STORAGE;
  }

  private CopyResult copy(ArchivedFile file, Presence there) {
    if (isHopeless()) {
      return CopyResult.NONE;
    }
    try {
      CopyResult copied = files.copy(file, there);
      listener.done(file);
      return copied;
    } catch (CancelledException e) {
      throw e;
    } catch (BackupException e) {
      fail(file, e);
      return CopyResult.NONE;
    }
  }

  private void fail(ArchivedFile file, BackupException why) {
    try {
      if (files.isGone(file)) {
        log.log("WAL file " + file.storedName() + " was removed before it was copied");
        return;
      }
    } catch (StorageException e) {
      why.addSuppressed(e);
    }
    if (why instanceof StorageException) {
      ofStorage.incrementAndGet();
    }
    listener.failed(file, why);
  }

  private static CopyResult result(Future<CopyResult> result) {
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
