package io.jbackup.core.archive;

import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.core.JobLog;

/// How many threads may compress or decompress at the same time: each has two frames, raw and
/// stored, and all of them must fit into Java's heap.
public final class FrameThreads {
  private static final long THREAD = 4L * (FrameArchiveWriter.FRAME + (16 << 10));

  /// For the frames that the two ends have, the WAL of a backup, and everything else.
  private static final long RESERVED = 44L << 20;

  /// Parts of two uploads, or blocks of what is read.
  private static final long RESERVED_FAR = 108L << 20;

  private FrameThreads() {}

  /// At least one and at most `wanted`.
  public static int fit(int wanted, ObjectStore store) {
    return fit(wanted, store.isNear(), Runtime.getRuntime().maxMemory());
  }

  static int fit(int wanted, boolean near, long heap) {
    return Math.clamp((heap - (near ? RESERVED : RESERVED_FAR)) / THREAD, 1, wanted);
  }

  /// Tells when there are to be fewer threads than wanted.
  public static void tell(int wanted, ObjectStore store, JobLog log) {
    int fitting = fit(wanted, store);
    if (fitting < wanted) {
      log.log(
          fitting
              + " threads are used instead of "
              + wanted
              + ": Java's heap has no room for more (JBACKUP_JAVA_OPTS=-Xmx… gives it more)");
    }
  }
}
