package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.core.archive.FrameArchiveReader;
import io.jbackup.core.archive.StoredArchive;

/// Unpacks the beginning of an archive to nowhere, to see how fast that goes here and now.
final class UnpackSample {
  private static final long NANOS = 1_000_000_000L;
  private static final long ENOUGH_TIME = NANOS / 2;
  private static final long ENOUGH_BYTES = 256L << 20;

  private final long start = System.nanoTime();
  private long bytes;

  private UnpackSample() {}

  /// Raw bytes a second.
  static long rate(StoredBackup backup, StoredArchive archive, int threads) {
    UnpackSample sample = new UnpackSample();
    try {
      FrameArchiveReader.read(backup, archive, threads, (_, _, length) -> sample.take(length));
    } catch (Enough _) {
      return sample.rate();
    }
    return sample.rate();
  }

  private void take(int length) {
    bytes += length;
    if (bytes >= ENOUGH_BYTES || System.nanoTime() - start >= ENOUGH_TIME) {
      throw new Enough();
    }
  }

  private long rate() {
    long nanos = Math.max(System.nanoTime() - start, 1);
    return (long) ((double) bytes * NANOS / nanos);
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("", null, false, false);
    }
  }
}
