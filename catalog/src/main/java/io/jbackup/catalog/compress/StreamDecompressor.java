package io.jbackup.catalog.compress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Decompresses frames through a library's stream.
abstract class StreamDecompressor implements FrameDecompressor {
  abstract InputStream open(InputStream source) throws IOException;

  @Override
  public int decompress(byte[] source, int length, byte[] target) {
    try (InputStream in = open(new ByteArrayInputStream(source, 0, length))) {
      int read = in.readNBytes(target, 0, target.length);
      if (read == target.length && in.read() >= 0) {
        throw new IllegalArgumentException("frame holds more data than it may");
      }
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    // Nothing is held between frames.
  }
}
