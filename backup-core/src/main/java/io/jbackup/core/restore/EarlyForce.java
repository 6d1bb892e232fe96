package io.jbackup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Forces large files to disk in a thread of its own while more is written, so that the disk works
/// all the time and little is left for the end. It promises nothing: [Durability] does.
final class EarlyForce implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("force").factory());
  private final Consumer<Throwable> failed;
  private volatile boolean closed;

  /// @param failed is told, in the thread, what could not be forced: the kernel tells it only once
  EarlyForce(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  /// Forces what has been written to the file so far, when those before it are done; not after
  /// [#close()].
  void later(Path file) {
    if (!closed) {
      thread.execute(() -> {
        if (!closed) {
          force(file);
        }
      });
    }
  }

  private void force(Path file) {
    try {
      Durability.force(file);
    } catch (IOException e) {
      failed.accept(DestinationFailures.of("force to disk", file, e));
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /// Leaves the rest to the end, and waits for the file that is being forced.
  @Override
  public void close() {
    closed = true;
    thread.close();
  }
}
