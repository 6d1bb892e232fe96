package io.jbackup.catalog.wal;

/// The number that begins every WAL page and changes with each major version (XLOG_PAGE_MAGIC in
/// PostgreSQL's xlog_internal.h).
public final class WalMagic {
  private WalMagic() {}

  /// The major version that writes this number, 0 when it is not known.
  public static int major(int magic) {
    return switch (magic) {
      case 0xD106 -> 13;
      case 0xD10D -> 14;
      case 0xD110 -> 15;
      case 0xD113 -> 16;
      case 0xD116 -> 17;
      case 0xD118 -> 18;
      case 0xD121 -> 19;
      default -> 0;
    };
  }

  /// The number that a major version writes, 0 when it is not known.
  public static int of(int major) {
    return switch (major) {
      case 13 -> 0xD106;
      case 14 -> 0xD10D;
      case 15 -> 0xD110;
      case 16 -> 0xD113;
      case 17 -> 0xD116;
      case 18 -> 0xD118;
      case 19 -> 0xD121;
      default -> 0;
    };
  }
}
