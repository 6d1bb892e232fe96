package io.jbackup.catalog.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import net.jpountz.xxhash.XXHashFactory;

/// lz4 frames with content checksum.
final class Lz4Compressor implements FrameCompressor {
  private static final int FRAME_OVERHEAD = 64;
  private static final int BLOCK = 1 << 20;

  private final LZ4Compressor compressor;

  Lz4Compressor(int level) {
    LZ4Factory factory = LZ4Factory.fastestInstance();
    compressor = level <= 1 ? factory.fastCompressor() : factory.highCompressor(level);
  }

  @Override
  public int maxFrameLength(int length) {
    return compressor.maxCompressedLength(length) + FRAME_OVERHEAD + 8 * (length / BLOCK + 1);
  }

  @Override
  public int compress(byte[] source, int offset, int length, byte[] target) {
    FixedOutput out = new FixedOutput(target);
    try (OutputStream frame =
        new LZ4FrameOutputStream(
            out,
            BLOCKSIZE.SIZE_1MB,
            -1L,
            compressor,
            XXHashFactory.fastestInstance().hash32(),
            Bits.BLOCK_INDEPENDENCE,
            Bits.CONTENT_CHECKSUM)) {
      frame.write(source, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.length;
  }

  @Override
  public void close() {
    // Nothing is held between frames.
  }

  /// Writes into an array that is known to be large enough.
  private static final class FixedOutput extends OutputStream {
    private final byte[] target;
    private int length;

    FixedOutput(byte[] target) {
      this.target = target;
    }

    @Override
    public void write(int value) {
      target[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      System.arraycopy(source, offset, target, length, count);
      length += count;
    }
  }
}
