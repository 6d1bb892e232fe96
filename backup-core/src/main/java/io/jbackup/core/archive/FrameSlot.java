package io.jbackup.core.archive;

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
  State state = State.FREE;

  FrameSlot(int maxStoredLength) {
    stored = new byte[maxStoredLength];
  }
}
