package io.jbackup.catalog.compress;

import io.jbackup.catalog.error.UsageException;
import java.util.Locale;

/// How stored bytes are compressed, with the range of levels and the ending of file names.
public enum Algorithm {
  NONE("none", "", 0, 0, 0),
  GZIP("gzip", ".gz", 0, 9, 1),
  LZ4("lz4", ".lz4", 1, 12, 1),
  ZSTD("zstd", ".zst", -7, 22, 1);

  private final String label;
  private final String suffix;
  private final int minLevel;
  private final int maxLevel;
  private final int defaultLevel;

  Algorithm(String label, String suffix, int minLevel, int maxLevel, int defaultLevel) {
    this.label = label;
    this.suffix = suffix;
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    this.defaultLevel = defaultLevel;
  }

  /// Reads a name as the command line gives it; `zlib` means gzip.
  public static Algorithm parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> NONE;
      case "gzip", "zlib" -> GZIP;
      case "lz4" -> LZ4;
      case "zstd" -> ZSTD;
      case "pglz" ->
          throw new UsageException(
              "compression algorithm \"pglz\" is not supported",
              "Use zstd (fast and small), lz4 (fastest) or gzip.");
      default ->
          throw new UsageException(
              "unknown compression algorithm \"" + text + "\"",
              "Use one of none, gzip (or zlib), lz4, zstd.");
    };
  }

  /// The algorithm that a stored file's name tells; NONE when it has none of the endings.
  public static Algorithm ofFileName(String name) {
    for (Algorithm algorithm : values()) {
      if (algorithm != NONE && name.endsWith(algorithm.suffix)) {
        return algorithm;
      }
    }
    return NONE;
  }

  /// The name used in control files and on the command line.
  public String label() {
    return label;
  }

  /// Ending of file names, with its dot; empty for NONE.
  public String suffix() {
    return suffix;
  }

  public int minLevel() {
    return minLevel;
  }

  public int maxLevel() {
    return maxLevel;
  }

  public int defaultLevel() {
    return defaultLevel;
  }
}
