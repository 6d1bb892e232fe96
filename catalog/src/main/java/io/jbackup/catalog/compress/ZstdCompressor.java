package io.jbackup.catalog.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/// zstd frames with content size and checksum.
final class ZstdCompressor implements FrameCompressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx();

  ZstdCompressor(int level) {
    context.setLevel(level).setChecksum(true);
  }

  @Override
  public int maxFrameLength(int length) {
    return Math.toIntExact(Zstd.compressBound(length));
  }

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target) {
    return context.compressByteArray(target, 0, target.length, source, offset, length);
  }

  @Override
  public void close() {
    context.close();
  }
}
