package io.jbackup.catalog.compress;

/// The way back from a frame to its raw bytes. Not for several threads.
public interface FrameDecompressor extends AutoCloseable {
  /// Decompresses the frame `source[0, length)` into `target` and returns the raw length. Throws
  /// IllegalArgumentException with the library's words when the frame is damaged, or holds more
  /// than `target` does.
  int decompress(byte[] source, int length, byte[] target);

  @Override
  void close();
}
