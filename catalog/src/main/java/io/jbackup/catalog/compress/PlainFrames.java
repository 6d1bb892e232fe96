package io.jbackup.catalog.compress;

/// Frames without compression.
final class PlainFrames implements FrameCompressor, FrameDecompressor {
  @Override
  public int maxFrameLength(int length) {
    return length;
  }

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target) {
    System.arraycopy(source, offset, target, 0, length);
    return length;
  }

  @Override
  public int decompress(byte[] source, int length, byte[] target) {
    if (length > target.length) {
      throw new IllegalArgumentException("frame holds more data than it may");
    }
    System.arraycopy(source, 0, target, 0, length);
    return length;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
