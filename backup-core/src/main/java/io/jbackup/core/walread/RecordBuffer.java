package io.jbackup.core.walread;

import io.jbackup.catalog.wal.LittleEndian;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Puts a record together that lies on several pages, and checks its CRC. Keeps only the first
/// [#KEPT] bytes, which is more than what any record that is looked into has, so that a record of a
/// gigabyte costs no gigabyte.
final class RecordBuffer {
  static final int KEPT = 16 << 20;
  static final int HEADER = 24;

  private static final int CRC_AT = 20;

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[64 << 10];
  private int kept;
  private long length;

  void begin() {
    crc.reset();
    kept = 0;
    length = 0;
  }

  void append(byte[] source, int offset, int count) {
    int headerLeft = (int) Math.max(0, Math.min(count, HEADER - length));
    crc.update(source, offset + headerLeft, count - headerLeft);
    int room = Math.min(count, KEPT - kept);
    if (kept + room > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(KEPT, Math.max(2 * bytes.length, kept + room)));
    }
    System.arraycopy(source, offset, bytes, kept, room);
    kept += room;
    length += count;
  }

  byte[] bytes() {
    return bytes;
  }

  int kept() {
    return kept;
  }

  /// Whether the appended record has the CRC that its header says.
  boolean valid() {
    return finish(bytes, 0);
  }

  /// The same for a record that lies in one piece.
  boolean valid(byte[] record, int offset, int total) {
    crc.reset();
    crc.update(record, offset + HEADER, total - HEADER);
    return finish(record, offset);
  }

  /// PostgreSQL takes the data first and the header without its CRC last.
  private boolean finish(byte[] header, int offset) {
    crc.update(header, offset, CRC_AT);
    return (int) crc.getValue() == LittleEndian.i32(header, offset + CRC_AT);
  }
}
