package io.jbackup.core.restore;

import io.jbackup.core.archive.FirstFailure;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes files below one directory in threads of its own, while its caller reads the next ones:
/// most of a restore's time goes into the kernel's copies of what is written. A file is written by
/// one thread, because file systems let only one at a time write to a file. The caller's calls
/// throw what any of the threads failed of, late; [#finish()] leaves nothing unsaid.
final class FileWriters implements AutoCloseable {
  /// More threads than that wait for the same disk.
  private static final int MOST = 4;

  private static final int BATCH = 1 << 20;

  private final FileOutput directories;
  private final List<Writer> writers = new ArrayList<>();
  private final BlockingQueue<Batch> free;
  private final int batches;
  private final Arena memory = Arena.ofShared();
  private final FirstFailure failure = new FirstFailure();
  private final EarlyForce force = new EarlyForce(failure::set);
  private @Nullable Batch batch;
  private @Nullable Writer writer;
  private boolean open;

  /// @param sync whether everything will be forced to disk in the end
  FileWriters(Path root, int threads, boolean sync) {
    int count = Math.clamp(threads, 1, MOST);
    directories = new FileOutput(root);
    Consumer<Path> large = sync ? force::later : _ -> {};
    for (int i = 1; i <= count; i++) {
      writers.add(new Writer(root, i, large));
    }
    batches = 2 * count + 1;
    free = new ArrayBlockingQueue<>(batches);
    for (int i = 0; i < batches; i++) {
      free.add(new Batch(memory.allocate(BATCH).asByteBuffer()));
    }
  }

  /// Creates a directory at once; one that exists is left as it is.
  void directory(String name, int mode) {
    directories.directory(name, mode);
  }

  void begin(String name, int mode) {
    batch().add(output -> output.begin(name, mode));
    open = true;
  }

  void write(byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      Batch into = batch();
      int step = Math.min(end - at, into.room());
      into.add(buffer, at, step);
      at += step;
      if (into.room() == 0) {
        handOver();
      }
    }
  }

  void end() {
    batch().add(FileOutput::end);
    open = false;
    if (writer != null) {
      handOver();
    }
  }

  /// Waits until every file that has ended is written and closed.
  void finish() {
    handOver();
    List<Batch> all = new ArrayList<>();
    while (all.size() < batches) {
      all.add(take());
    }
    free.addAll(all);
    force.close();
    failure.rethrow();
  }

  private Batch batch() {
    Batch present = batch;
    if (present == null || (present.isLong() && !open)) {
      handOver();
      present = take();
      batch = present;
    }
    return present;
  }

  private Batch take() {
    failure.rethrow();
    try {
      Batch taken = free.take();
      failure.rethrow();
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DestinationFailures.interrupted(e);
    }
  }

  /// The thread that has begun a file gets all of it, and no other file with its end.
  private void handOver() {
    Batch ready = batch;
    if (ready == null) {
      return;
    }
    Writer to = writer;
    if (to == null) {
      to = writers.stream().min(Comparator.comparingInt(Writer::waiting)).orElseThrow();
    }
    to.write(ready);
    batch = null;
    writer = open ? to : null;
  }

  /// Waits until no thread writes any more. Without [#finish()] what was not written yet will not
  /// be.
  @Override
  public void close() {
    failure.set(DestinationFailures.interrupted(null));
    batch = null;
    writers.forEach(Writer::stop);
    force.close();
    memory.close();
    writers.forEach(Writer::close);
  }

  /// What is to be done with some files, and their bytes.
  private static final class Batch {
    private static final int MANY = 256;

    private final ByteBuffer bytes;
    private final List<Consumer<FileOutput>> steps = new ArrayList<>();

    Batch(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    void add(Consumer<FileOutput> step) {
      steps.add(step);
    }

    void add(byte[] buffer, int offset, int length) {
      ByteBuffer part = bytes.slice(bytes.position(), length);
      bytes.put(buffer, offset, length);
      steps.add(output -> output.write(part));
    }

    int room() {
      return bytes.remaining();
    }

    boolean isLong() {
      return steps.size() >= MANY;
    }

    void run(FileOutput output) {
      steps.forEach(step -> step.accept(output));
    }

    void clear() {
      steps.clear();
      bytes.clear();
    }
  }

  private final class Writer {
    private final FileOutput output;
    private final ExecutorService thread;
    private final AtomicInteger waiting = new AtomicInteger();

    Writer(Path root, int number, Consumer<Path> large) {
      output = new FileOutput(root, ".jbackup-restore-" + number, large);
      thread =
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name("write " + number).factory());
    }

    int waiting() {
      return waiting.get();
    }

    void write(Batch ready) {
      waiting.incrementAndGet();
      thread.execute(() -> {
        try {
          if (!failure.happened()) {
            ready.run(output);
          }
        } catch (Throwable e) {
          failure.set(e);
        } finally {
          waiting.decrementAndGet();
          ready.clear();
          free.add(ready);
        }
      });
    }

    void stop() {
      thread.close();
    }

    void close() {
      output.close();
    }
  }
}
