package io.jbackup.core.validate;

import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries what a server's archive_command puts into a directory to an archive anywhere, as it is,
/// by a thread of its own.
final class SegmentCourier implements AutoCloseable {
  private static final long DEADLINE = 60_000_000_000L;
  private static final long PAUSE = 10_000_000;

  private final Path from;
  private final WalArchive archive;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  SegmentCourier(Path from, WalArchive archive) {
    this.from = from;
    this.archive = archive;
    thread =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, thrown) -> failure.set(thrown))
            .start(this::run);
  }

  /// Whether a file of the directory is not being written any more.
  static boolean isComplete(Path file) {
    return !String.valueOf(file.getFileName()).startsWith(".");
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        carry();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private void carry() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(SegmentCourier::isComplete).sorted().toList();
    }
    for (Path file : files) {
      SmallObjects.write(
          archive.store(),
          archive.key(String.valueOf(file.getFileName())),
          Files.readAllBytes(file),
          PutMode.CREATE_NEW);
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure.get() != null) {
      throw new AssertionError("archiving failed", failure.get());
    }
  }
}
