package io.jbackup.archivepush;

import io.jbackup.catalog.archive.PendingFile;
import io.jbackup.catalog.archive.PublishResult;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalPublisher;
import io.jbackup.catalog.error.CatalogException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Pushes files in the order of the list. Workers prepare them at the same time, but they appear in
/// the archive one after another, so that a failure never leaves a hole: it ends the batch. One
/// sync of the folder serves all files that are ready by then, and nothing is reported before it.
final class PushBatch {
  /// Told of every file that is safe, in order, on the thread that runs the batch.
  interface Listener {
    void safe(String name, PublishResult result, @Nullable String warning);
  }

  private static final int MOST_WORKERS = 16;

  private final WalArchive archive;
  private final Path directory;
  private final Supplier<WalPublisher> publishers;
  private final Listener listener;

  private List<Path> paths = List.of();
  private List<String> names = List.of();
  private @Nullable PendingFile[] pending = new PendingFile[0];
  private @Nullable Throwable[] failures = new Throwable[0];
  private int taken;
  private boolean stopped;
  private int pushed;
  private int skipped;
  private @Nullable Throwable failure;

  /// @param directory the server's pg_wal
  PushBatch(
      WalArchive archive, Path directory, Supplier<WalPublisher> publishers, Listener listener) {
    this.archive = archive;
    this.directory = directory;
    this.publishers = publishers;
    this.listener = listener;
  }

  /// Pushes the file at `first` and then the others, which lie in the directory.
  BatchOutcome run(Path first, List<String> allNames, int threads) {
    names = allNames;
    pending = new PendingFile[names.size()];
    failures = new Throwable[names.size()];
    paths = new ArrayList<>(names.size());
    for (String name : names) {
      paths.add(paths.isEmpty() ? first : directory.resolve(name));
    }
    if (names.size() == 1) {
      prepareAll();
      commitAll();
      closePending();
    } else {
      runWorkers(archive.writers(Math.min(Math.min(threads, MOST_WORKERS), names.size())));
    }
    return new BatchOutcome(pushed, skipped, failure == null ? 0 : 1, failure);
  }

  private void runWorkers(int count) {
    List<Worker> workers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Worker worker = new Worker(i + 1, this::prepareAll);
      workers.add(worker);
      worker.start();
    }
    try {
      commitAll();
    } finally {
      stop();
      join(workers);
      closePending();
    }
  }

  private void prepareAll() {
    int index = take();
    if (index < 0) {
      return;
    }
    try (WalPublisher publisher = publishers.get()) {
      while (index >= 0) {
        prepare(publisher, index);
        index = take();
      }
    } catch (RuntimeException | Error e) {
      if (index >= 0) {
        ready(index, null, e);
      }
    }
  }

  private void prepare(WalPublisher publisher, int index) {
    try {
      ready(index, publisher.prepare(paths.get(index), names.get(index)), null);
    } catch (RuntimeException | Error e) {
      ready(index, null, e);
    }
  }

  private synchronized int take() {
    return stopped || taken == names.size() ? -1 : taken++;
  }

  private synchronized void ready(
      int index, @Nullable PendingFile file, @Nullable Throwable problem) {
    pending[index] = file;
    failures[index] = problem;
    notifyAll();
  }

  private synchronized void stop() {
    stopped = true;
  }

  private void commitAll() {
    int next = 0;
    while (next < names.size() && failure == null) {
      next = commit(next, awaitReady(next));
    }
  }

  /// Waits for the file at an index; returns the index after the last one that is ready with it.
  private synchronized int awaitReady(int from) {
    try {
      while (!isReady(from)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while files are prepared", e);
    }
    int until = from + 1;
    while (until < names.size() && isReady(until)) {
      until++;
    }
    return until;
  }

  private boolean isReady(int index) {
    return pending[index] != null || failures[index] != null;
  }

  private int commit(int from, int until) {
    PublishResult[] results = new PublishResult[until - from];
    int end = from;
    while (end < until && failure == null) {
      PublishResult result = publish(end);
      if (result != null) {
        results[end - from] = result;
        end++;
      }
    }
    if (end > from && synced()) {
      for (int index = from; index < end; index++) {
        report(index, results[index - from]);
      }
    }
    return end;
  }

  /// Null when it failed.
  private @Nullable PublishResult publish(int index) {
    PendingFile file = pending[index];
    if (file == null) {
      failure = failures[index];
      return null;
    }
    try {
      PublishResult result = file.publish();
      if (result instanceof PublishResult.Conflict conflict) {
        failure = conflict(paths.get(index), conflict);
        return null;
      }
      return result;
    } catch (RuntimeException | Error e) {
      failure = e;
      return null;
    }
  }

  private boolean synced() {
    try {
      archive.sync();
      return true;
    } catch (RuntimeException | Error e) {
      failure = e;
      return false;
    }
  }

  private void report(int index, PublishResult result) {
    if (result instanceof PublishResult.Stored) {
      pushed++;
    } else {
      skipped++;
    }
    PendingFile file = pending[index];
    listener.safe(names.get(index), result, file == null ? null : file.warning());
    if (file != null) {
      // Batches may be long: nothing of what is done is kept.
      close(file);
      pending[index] = null;
    }
  }

  private CatalogException conflict(Path source, PublishResult.Conflict conflict) {
    PublishResult.Difference difference = conflict.difference();
    return new CatalogException(
        "WAL file already exists in archive with different checksum: \""
            + archive.describe(conflict.existing())
            + "\" has CRC-32C "
            + Integer.toHexString(difference.storedChecksum())
            + " and is of "
            + difference.storedTime()
            + "; \""
            + source
            + "\" has "
            + Integer.toHexString(difference.givenChecksum())
            + " and is of "
            + difference.givenTime()
            + "; they differ from byte "
            + difference.offset()
            + " on",
        "Two servers write different WAL into this instance: a restored or promoted copy that still"
            + " has its origin's archive_command, or a cluster that was made anew. Give one of them"
            + " an instance of its own. --overwrite replaces the file in the archive.");
  }

  private static void join(List<Worker> workers) {
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closePending() {
    for (PendingFile file : pending) {
      if (file != null) {
        close(file);
      }
    }
  }

  private void close(PendingFile file) {
    try {
      file.close();
    } catch (RuntimeException e) {
      if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
    }
  }
}
