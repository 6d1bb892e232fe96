package io.jbackup.core.archive;

import io.jbackup.catalog.error.CorruptException;
import org.jspecify.annotations.Nullable;

/// A frame on its way through the pipeline, with buffers that are used again and again.
final class FrameSlot {
  enum State {
    FREE,
    FILLED,
    WORKING,
    DONE
  }

  final byte[] raw = new byte[FrameArchiveWriter.FRAME];
  final byte[] stored;
  int rawLength;
  int storedLength;
  int storedCrc;
  long number;
  @Nullable CorruptException damage;
  State state = State.FREE;

  FrameSlot(int maxStoredLength) {
    stored = new byte[maxStoredLength];
  }
}
