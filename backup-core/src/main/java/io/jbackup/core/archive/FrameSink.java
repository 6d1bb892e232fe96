package io.jbackup.core.archive;

/// Is told each frame of an archive, in order.
@FunctionalInterface
public interface FrameSink {
  /// Lengths in bytes; the CRC32C is of the stored bytes.
  void frame(int storedLength, int rawLength, int storedCrc);
}
