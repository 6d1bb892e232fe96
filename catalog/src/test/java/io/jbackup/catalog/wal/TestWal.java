package io.jbackup.catalog.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Builds segments of page headers, without records.
final class TestWal {
  static final SegmentSize SIZE = new SegmentSize(1 << 20);
  static final long SYSTEM_ID = 0xF234_5678_9ABC_DEF0L;
  static final int PAGE = 8192;

  private TestWal() {}

  static byte[] segment(SegmentName name) {
    byte[] bytes = new byte[SIZE.bytes()];
    for (int at = 0; at < bytes.length; at += PAGE) {
      page(bytes, at, name.timeline(), name.start(SIZE).value() + at);
    }
    return bytes;
  }

  static void page(byte[] bytes, int at, int timeline, long address) {
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean first = at == 0;
    out.putShort(at, (short) WalMagic.of(17));
    out.putShort(at + 2, (short) (first ? 2 : 0));
    out.putInt(at + 4, timeline);
    out.putLong(at + 8, address);
    if (first) {
      out.putLong(24, SYSTEM_ID);
      out.putInt(32, SIZE.bytes());
      out.putInt(36, PAGE);
    }
    out.put(at + 100, (byte) 7);
  }
}
