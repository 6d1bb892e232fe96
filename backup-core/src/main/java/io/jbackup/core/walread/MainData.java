package io.jbackup.core.walread;

import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.Arrays;

/// The main data of a record, found behind its headers (DecodeXLogRecord in PostgreSQL's
/// xlogreader.c, layout of 15 and newer). Reads forward.
final class MainData {
  /// 2000-01-01 in microseconds since 1970.
  private static final long POSTGRES_EPOCH = 946_684_800_000_000L;

  private static final int SHORT = 255;
  private static final int LONG = 254;
  private static final int ORIGIN = 253;
  private static final int TOPLEVEL_XID = 252;
  private static final int LAST_BLOCK_ID = 32;
  private static final int HAS_IMAGE = 0x10;
  private static final int SAME_RELATION = 0x80;
  private static final int IMAGE_HAS_HOLE = 0x01;
  private static final int IMAGE_COMPRESSED = 0x1C;

  private final WalRecord record;
  private final byte[] buffer;
  private final int keptEnd;
  private int at;
  private long blockData;
  private int end;

  MainData(WalRecord record) {
    this.record = record;
    this.buffer = record.buffer();
    this.at = record.offset() + RecordBuffer.HEADER;
    this.keptEnd = record.offset() + record.keptLength();
    long length = skipHeaders();
    long begin = at - record.offset() + blockData;
    if (begin + length != record.totalLength()) {
      throw malformed();
    }
    at = (int) Math.min(keptEnd, record.offset() + begin);
    end = (int) Math.min(keptEnd, record.offset() + begin + length);
  }

  /// Goes past the headers and tells the length of the main data.
  private long skipHeaders() {
    end = keptEnd;
    while (at - record.offset() + blockData < record.totalLength()) {
      int id = u8();
      switch (id) {
        case SHORT -> {
          return u8();
        }
        case LONG -> {
          return Integer.toUnsignedLong(i32());
        }
        case ORIGIN -> skip(2);
        case TOPLEVEL_XID -> skip(4);
        default -> skipBlockHeader(id);
      }
    }
    return 0;
  }

  private void skipBlockHeader(int id) {
    if (id > LAST_BLOCK_ID) {
      throw malformed();
    }
    int flags = u8();
    blockData += u16();
    if ((flags & HAS_IMAGE) != 0) {
      blockData += u16();
      skip(2);
      int image = u8();
      if ((image & IMAGE_COMPRESSED) != 0 && (image & IMAGE_HAS_HOLE) != 0) {
        skip(2);
      }
    }
    skip((flags & SAME_RELATION) == 0 ? 16 : 4);
  }

  void skip(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      throw malformed();
    }
    at += (int) bytes;
  }

  int u8() {
    skip(1);
    return buffer[at - 1] & 0xFF;
  }

  private int u16() {
    skip(2);
    return LittleEndian.u16(buffer, at - 2);
  }

  int i32() {
    skip(4);
    return LittleEndian.i32(buffer, at - 4);
  }

  long i64() {
    skip(8);
    return LittleEndian.i64(buffer, at - 8);
  }

  Lsn lsn() {
    return new Lsn(i64());
  }

  /// A TimestampTz: microseconds since 2000.
  Instant time() {
    long micros = i64() + POSTGRES_EPOCH;
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  /// The rest up to a zero byte.
  byte[] untilZero() {
    int from = at;
    while (at < end && buffer[at] != 0) {
      at++;
    }
    return Arrays.copyOfRange(buffer, from, at);
  }

  RuntimeException malformed() {
    return WalDamage.record(record);
  }
}
