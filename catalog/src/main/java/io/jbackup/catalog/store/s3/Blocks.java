package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The blocks of an object that were read last: who reads many small pieces in a row, from several
/// threads, takes a request for each block and not for each piece. Memory is four blocks.
final class Blocks implements AutoCloseable {
  interface Source {
    byte[] fetch(long position, int length);
  }

  private static final int BLOCK = 4 << 20;
  private static final int KEPT = 4;

  private final long size;
  private final Source source;
  private final Map<Long, FutureTask<byte[]>> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true);

  /// @param size of the object in bytes
  Blocks(long size, Source source) {
    this.size = size;
    this.source = source;
  }

  /// As [io.jbackup.catalog.store.ObjectReader#read(long, byte[], int, int)].
  int read(long position, byte[] target, int offset, int length) {
    int wanted = (int) Math.min(length, Math.max(0, size - position));
    int done = 0;
    while (done < wanted) {
      long at = position + done;
      byte[] block = block(at / BLOCK);
      int from = (int) (at % BLOCK);
      int taken = Math.min(wanted - done, block.length - from);
      System.arraycopy(block, from, target, offset + done, taken);
      done += taken;
    }
    return done;
  }

  private byte[] block(long number) {
    FutureTask<byte[]> task = task(number);
    task.run();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while an object was read", "Nothing was changed: run the command again.", e);
    } catch (ExecutionException e) {
      forget(number, task);
      if (e.getCause() instanceof BackupException failure) {
        throw failure;
      }
      throw new IllegalStateException("reading a block failed", e);
    }
  }

  /// Who asks first runs it, the others wait for it.
  private synchronized FutureTask<byte[]> task(long number) {
    FutureTask<byte[]> task =
        kept.computeIfAbsent(
            number,
            _ -> {
              long begin = number * BLOCK;
              return new FutureTask<>(
                  () -> source.fetch(begin, (int) Math.min(BLOCK, size - begin)));
            });
    if (kept.size() > KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return task;
  }

  private synchronized void forget(long number, FutureTask<byte[]> task) {
    kept.remove(number, task);
  }

  @Override
  public synchronized void close() {
    kept.clear();
  }
}
