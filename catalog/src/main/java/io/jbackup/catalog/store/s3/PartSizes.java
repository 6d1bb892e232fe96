package io.jbackup.catalog.store.s3;

/// How large the parts of an upload are: small at first, because they wait in memory, and growing,
/// because an object has 10,000 parts and 5 TiB at most (Amazon S3 user guide, "multipart upload
/// limits").
final class PartSizes {
  private static final long MIB = 1L << 20;
  private static final int IN_MEMORY = 2;

  private PartSizes() {}

  /// The size in bytes of the part with that number, which begins at 1.
  static long of(int number) {
    if (number <= 1000) {
      return 8 * MIB;
    }
    if (number <= 2000) {
      return 16 * MIB;
    }
    return number <= 4000 ? 128 * MIB : 1024 * MIB;
  }

  /// Whether such a part waits in memory; else in a temporary file.
  ///
  /// @param connections how many of them are on their way
  static boolean inMemory(int number, int connections) {
    return number <= 2000 && connections <= IN_MEMORY;
  }
}
