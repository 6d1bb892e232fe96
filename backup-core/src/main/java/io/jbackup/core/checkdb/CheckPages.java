package io.jbackup.core.checkdb;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.checkdb.ClusterFiles.PageFile;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.page.PageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads every page of a local cluster, whether its server runs or not, and verifies header and
/// checksum. Changes nothing.
public final class CheckPages {
  private static final int CONTROL_ATTEMPTS = 10;
  private static final long CONTROL_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int SUSPECTS = 10_000;

  private final Path pgdata;
  private final PgControl control;
  private final JobLog log;
  private final Progress progress;
  private final List<Suspect> suspects = new ArrayList<>();
  private final AtomicLong pages = new AtomicLong();
  private long damaged;
  private @Nullable RuntimeException failure;

  private record Suspect(PageFile file, long block) {}

  /// What was seen.
  public record Result(long pages, long damaged) {}

  /// Throws CatalogException when `pgdata` is not a data directory.
  public CheckPages(Path pgdata, JobLog log, Progress progress) {
    this.pgdata = pgdata;
    this.log = log;
    this.progress = progress;
    control = readControl(pgdata);
  }

  /// A running server may be writing the file that says what is known of the cluster.
  private static PgControl readControl(Path pgdata) {
    for (int attempt = 1; ; attempt++) {
      try {
        return PgControl.read(pgdata);
      } catch (CorruptException e) {
        if (attempt == CONTROL_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(CONTROL_PAUSE);
      }
    }
  }

  /// What the data directory says of its cluster.
  public PgControl control() {
    return control;
  }

  /// Reads everything; each damaged page is warned of. Throws StorageException when a file cannot
  /// be read, CancelledException when the thread is interrupted.
  public Result run(int threads) {
    if (!control.checksums()) {
      log.warning(
          "Data checksums are not enabled on this cluster: only the headers of pages are verified");
    }
    progress.begin("Checking pages", total());
    try (ClusterFiles files = new ClusterFiles(pgdata, control)) {
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            Thread.ofPlatform().daemon().name("check pages " + (i + 1)).start(() -> work(files)));
      }
      await(workers);
      recheck();
    } finally {
      progress.end();
    }
    return new Result(pages.get(), damaged);
  }

  private long total() {
    long total = 0;
    try (ClusterFiles files = new ClusterFiles(pgdata, control)) {
      for (PageFile file = files.next(); file != null; file = files.next()) {
        total += size(file.path());
      }
    }
    return total;
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw StorageFailures.of("read", path, e);
    }
  }

  private void await(List<Thread> workers) {
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      fail(new CancelledException("interrupted", "Run the command again.", e));
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void work(ClusterFiles files) {
    FileScan scan = scan();
    try {
      for (PageFile file = files.next(); file != null && !hasFailed(); file = files.next()) {
        scan.scan(file, this::found);
      }
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      pages.addAndGet(scan.pages());
    }
  }

  private FileScan scan() {
    PageCheck check = new PageCheck(control.blockSize(), control.checksums());
    return new FileScan(check, control.relationSegmentBlocks(), control.checkpoint(), progress);
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private synchronized void fail(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /// What was written since the run began gets another chance at its end.
  private synchronized void found(PageFile file, long block, String why, boolean newer) {
    if (newer && suspects.size() < SUSPECTS) {
      suspects.add(new Suspect(file, block));
    } else {
      tell(file, block, why);
    }
  }

  private void tell(PageFile file, long block, String why) {
    damaged++;
    log.warning("Corruption detected in file \"" + file.name() + "\", block " + block + ": " + why);
  }

  private synchronized void recheck() {
    FileScan scan = scan();
    for (Suspect suspect : suspects) {
      String why = scan.recheck(suspect.file(), suspect.block());
      if (why != null) {
        tell(suspect.file(), suspect.block(), why);
      }
    }
  }

  /// Throws IdentityException when the directory is not the cluster with this system identifier.
  public void requireSystem(long systemId, String instance) {
    if (control.systemId() != systemId) {
      throw new IdentityException(
          "data directory \""
              + pgdata
              + "\" has the system identifier "
              + control.systemIdText()
              + ", instance '"
              + instance
              + "' has "
              + Long.toUnsignedString(systemId),
          "Name the data directory of the instance with -D, or leave --instance away.");
    }
  }
}
