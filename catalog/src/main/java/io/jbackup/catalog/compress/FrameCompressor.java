package io.jbackup.catalog.compress;

/// Turns a piece of data into one complete frame (zstd), member (gzip) or frame (lz4): frames
/// written one after another are an ordinary stream of that format. Not for several threads.
public interface FrameCompressor extends AutoCloseable {
  /// The room that a frame of `length` raw bytes needs at most.
  int maxFrameLength(int length);

  /// Compresses `source[offset, offset+length)` into `target` from index 0 on, and returns the
  /// length of the frame. `target` holds at least [#maxFrameLength(int)] bytes.
  int compress(byte[] source, int offset, int length, byte[] target);

  @Override
  void close();
}
