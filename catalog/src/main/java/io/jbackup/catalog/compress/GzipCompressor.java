package io.jbackup.catalog.compress;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// gzip members (RFC 1952).
final class GzipCompressor implements FrameCompressor {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TRAILER = 8;

  private final Deflater deflater;
  private final CRC32 crc = new CRC32();

  GzipCompressor(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public int maxFrameLength(int length) {
    // Stored blocks of 16 kB cost five bytes each; zlib's deflateBound for small windows.
    return HEADER.length + length + (length >>> 10) + 64 + TRAILER;
  }

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target) {
    System.arraycopy(HEADER, 0, target, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(source, offset, length);
    deflater.finish();
    int end = HEADER.length;
    while (!deflater.finished()) {
      int room = target.length - end - TRAILER;
      if (room <= 0) {
        throw new IllegalStateException("gzip needs more room than its bound");
      }
      end += deflater.deflate(target, end, room);
    }
    crc.reset();
    crc.update(source, offset, length);
    littleEndian(target, end, (int) crc.getValue());
    littleEndian(target, end + 4, length);
    return end + TRAILER;
  }

  private static void littleEndian(byte[] target, int at, int value) {
    for (int i = 0; i < 4; i++) {
      target[at + i] = (byte) (value >>> (8 * i));
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
