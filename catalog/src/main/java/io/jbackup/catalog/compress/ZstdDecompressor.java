package io.jbackup.catalog.compress;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/// Reads one zstd frame at a time.
final class ZstdDecompressor implements FrameDecompressor {
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  @Override
  public int decompress(byte[] source, int length, byte[] target) {
    try {
      return context.decompressByteArray(target, 0, target.length, source, 0, length);
    } catch (ZstdException e) {
      throw new IllegalArgumentException("zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
