package io.jbackup.catalog.compress;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/// An algorithm and its level.
public record Compression(Algorithm algorithm, int level) {
  private static final int STREAM_BUFFER = 64 * 1024;

  public static final Compression NONE = new Compression(Algorithm.NONE, 0);

  public Compression {
    if (algorithm == Algorithm.NONE) {
      level = 0;
    } else if (level < algorithm.minLevel() || level > algorithm.maxLevel()) {
      throw new UsageException(
          "compression level " + level + " is out of range for " + algorithm.label(),
          "Levels of "
              + algorithm.label()
              + " go from "
              + algorithm.minLevel()
              + " to "
              + algorithm.maxLevel()
              + ".");
    }
  }

  public static Compression of(Algorithm algorithm) {
    return new Compression(algorithm, algorithm.defaultLevel());
  }

  /// A compressor for frames of this kind; one per thread, to be closed.
  public FrameCompressor newCompressor() {
    return switch (algorithm) {
      case NONE -> new PlainFrames();
      case GZIP -> new GzipCompressor(level);
      case LZ4 -> new Lz4Compressor(level);
      case ZSTD -> new ZstdCompressor(level);
    };
  }

  /// A decompressor for frames of this kind; one per thread, to be closed.
  public static FrameDecompressor newDecompressor(Algorithm algorithm) {
    return switch (algorithm) {
      case NONE -> new PlainFrames();
      case GZIP -> new GzipDecompressor();
      case LZ4 -> new Lz4Decompressor();
      case ZSTD -> new ZstdDecompressor();
    };
  }

  /// A view of `source` without its compression: frames or members one after another to the end of
  /// the stream, of any size, in bounded memory. Damage and a stream that is cut short show as an
  /// IOException with the library's words. Closing it closes `source`, whose `available()` must be
  /// positive until its end (a gzip reader asks it whether another member follows).
  public static InputStream decompressing(Algorithm algorithm, InputStream source)
      throws IOException {
    return switch (algorithm) {
      case NONE -> source;
      case GZIP -> new GZIPInputStream(source, STREAM_BUFFER);
      case LZ4 -> new LZ4FrameInputStream(source);
      case ZSTD -> new ZstdInputStreamNoFinalizer(source);
    };
  }
}
