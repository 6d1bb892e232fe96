package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import io.jbackup.core.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads archived files to their end by several threads: their compressed form with its checksums,
/// and of segments the identity and all page headers. Of segments that are not compressed the
/// records are read.
final class SegmentReading {
  private static final int BUFFER = 128 << 10;

  private final WalArchive archive;
  private final WalIdentity identity;
  private final SegmentRecords records;
  private final Progress progress;
  private final Consumer<String> damages;
  private final Set<String> damaged = new TreeSet<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;
  private @Nullable StorageException unread;
  private @Nullable RuntimeException failure;

  /// `damages` is told what is damaged, by one thread at a time.
  SegmentReading(Instance instance, Progress progress, Consumer<String> damages) {
    archive = instance.archive();
    identity =
        new WalIdentity(instance.config().systemIdentifier(), instance.config().segmentSize());
    records = new SegmentRecords(archive, identity.segmentSize(), identity.systemId());
    this.progress = progress;
    this.damages = damages;
  }

  /// Reads all of them. Throws CancelledException when the thread is interrupted.
  void run(List<ArchivedFile> files, int threads) {
    List<Thread> workers = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(threads, files.size()); i++) {
        workers.add(
            Thread.ofPlatform().daemon().name("validate WAL " + (i + 1)).start(() -> work(files)));
      }
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the validation was interrupted", "Run the command again.", e);
    } finally {
      stopped = true;
    }
    rethrow();
  }

  private synchronized void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /// The names of the files that are damaged, as PostgreSQL gave them.
  synchronized Set<String> damaged() {
    return Set.copyOf(damaged);
  }

  /// The first failure of the storage.
  synchronized @Nullable StorageException unread() {
    return unread;
  }

  private void work(List<ArchivedFile> files) {
    byte[] buffer = new byte[BUFFER];
    for (int i = next.getAndIncrement(); i < files.size() && !stopped; i = next.getAndIncrement()) {
      ArchivedFile file = files.get(i);
      try {
        read(file, buffer);
      } catch (CorruptException | IdentityException e) {
        add(file, e);
      } catch (WalException _) {
        // Removed since it was listed, which is its owner's right.
        progress.advance(0);
      } catch (StorageException e) {
        note(e);
      } catch (RuntimeException e) {
        fail(e);
      }
      progress.advance(file.storedBytes());
    }
  }

  private synchronized void add(ArchivedFile file, BackupException e) {
    damaged.add(file.name());
    damages.accept(String.valueOf(e.getMessage()));
  }

  private synchronized void note(StorageException e) {
    if (unread == null) {
      unread = e;
    }
  }

  private synchronized void fail(RuntimeException e) {
    stopped = true;
    if (failure == null) {
      failure = e;
    }
  }

  private void read(ArchivedFile file, byte[] buffer) {
    SegmentName segment = plainSegment(file);
    SegmentCheck check = file.check('"' + archive.describe(file) + '"', identity).orElse(null);
    try (InputStream in = check == null ? archive.open(file) : archive.open(file, check)) {
      while (in.read(buffer) >= 0 && !stopped) {
        // Every byte passes through the checks of the stream.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (segment != null
        && check != null
        && !stopped
        && check.finish().tail() != SegmentCheck.Tail.RECYCLED) {
      records.read(segment);
    }
  }

  /// A segment that is stored as it is; null for another file.
  private @Nullable SegmentName plainSegment(ArchivedFile file) {
    return file.algorithm() == Algorithm.NONE
            && WalFileName.parse(file.name(), identity.segmentSize()).orElse(null)
                instanceof WalFileName.Segment(SegmentName name)
        ? name
        : null;
  }
}
