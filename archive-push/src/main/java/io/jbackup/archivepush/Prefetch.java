package io.jbackup.archivepush;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fetches the segments that recovery will ask for next, one process at a time for each directory.
/// It ends at the first one that the archive does not have, and at the first failure: the call that
/// needs that segment will tell.
final class Prefetch {
  /// Each worker holds a decompressor and a buffer.
  private static final int MOST_WORKERS = 8;

  private final WalArchive archive;
  private final WalIdentity identity;
  private final PrefetchDirectory directory;
  private SegmentName next;
  private int left;
  private @Nullable RuntimeException failure;

  Prefetch(
      WalArchive archive, WalIdentity identity, PrefetchDirectory directory, SegmentName after) {
    this.archive = archive;
    this.identity = identity;
    this.directory = directory;
    this.next = after;
  }

  /// Fills the directory up to `count` segments; does nothing when another process is at it.
  void run(int count, int threads) {
    Optional<FileChannel> lock = directory.lock();
    if (lock.isEmpty()) {
      return;
    }
    try (FileChannel _ = lock.get()) {
      directory.adopt(next, count);
      left = count;
      work(Math.min(threads, MOST_WORKERS));
    } catch (IOException e) {
      throw StorageFailures.of("unlock", directory.file(next), e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void work(int threads) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Worker worker = new Worker(i + 1, this::fetchAll);
      workers.add(worker);
      worker.start();
    }
    fetchAll();
    for (Worker worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void fetchAll() {
    Delivery delivery = new Delivery(archive, identity, false);
    try {
      SegmentName segment = take();
      while (segment != null) {
        if (!directory.has(segment) && !fetch(delivery, segment)) {
          stop(null);
          return;
        }
        segment = take();
      }
    } catch (RuntimeException e) {
      stop(e);
    }
  }

  private boolean fetch(Delivery delivery, SegmentName segment) {
    Optional<ArchivedFile> file = archive.find(segment.fileName(identity.segmentSize()));
    if (file.isEmpty()) {
      return false;
    }
    WalFileName kind = new WalFileName.Segment(segment);
    delivery.deliver(file.get(), kind, directory.file(segment), true);
    return true;
  }

  private synchronized @Nullable SegmentName take() {
    if (left == 0) {
      return null;
    }
    left--;
    next = next.next();
    return next;
  }

  private synchronized void stop(@Nullable RuntimeException problem) {
    left = 0;
    if (failure == null) {
      failure = problem;
    }
  }
}
