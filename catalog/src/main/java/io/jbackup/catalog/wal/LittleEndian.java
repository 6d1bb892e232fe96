package io.jbackup.catalog.wal;

/// Little-endian numbers in a byte array: the order of every platform that PostgreSQL is backed up
/// on here. Plain shifts, because the first use of a VarHandle costs archive-push milliseconds.
public final class LittleEndian {
  private LittleEndian() {}

  public static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }

  public static int i32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  public static long u32(byte[] bytes, int at) {
    return i32(bytes, at) & 0xFFFFFFFFL;
  }

  public static long i64(byte[] bytes, int at) {
    return u32(bytes, at) | (long) i32(bytes, at + 4) << 32;
  }
}
