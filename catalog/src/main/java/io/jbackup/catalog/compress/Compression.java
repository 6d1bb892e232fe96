package io.jbackup.catalog.compress;

import io.jbackup.catalog.error.UsageException;

/// An algorithm and its level.
public record Compression(Algorithm algorithm, int level) {
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
}
