package io.jbackup.core.walread;

import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;

/// A view of the record that a [WalReader] stands at (XLogRecord in PostgreSQL's xlogrecord.h); it
/// changes with the next one.
public final class WalRecord {
  private byte[] buffer = new byte[0];
  private int offset;
  private int kept;
  private long total;
  private long lsn;
  private long end;

  private int major;

  WalRecord() {}

  void writtenBy(int majorVersion) {
    major = majorVersion;
  }

  /// The major version that wrote it.
  public int major() {
    return major;
  }

  void set(byte[] bytes, int at, int keptBytes, long totalBytes, long begin, long next) {
    buffer = bytes;
    offset = at;
    kept = keptBytes;
    total = totalBytes;
    lsn = begin;
    end = next;
  }

  void endAt(long next) {
    end = next;
  }

  /// Where the record begins.
  public Lsn lsn() {
    return new Lsn(lsn);
  }

  /// Where the record ends, rounded up to 8; the end of the segment for a segment switch. This is
  /// what PostgreSQL calls the record's end, which on a page boundary lies before the header.
  public Lsn end() {
    return new Lsn(end);
  }

  /// [#lsn()] as a number.
  public long lsnValue() {
    return lsn;
  }

  /// [#end()] as a number.
  public long endValue() {
    return end;
  }

  /// The transaction, 0 for none.
  public int xid() {
    return LittleEndian.i32(buffer, offset + 4);
  }

  /// Where the record before this one begins.
  public Lsn previous() {
    return new Lsn(previousValue());
  }

  long previousValue() {
    return LittleEndian.i64(buffer, offset + 8);
  }

  /// The resource manager, 0 to 255.
  public int rmid() {
    return buffer[offset + 17] & 0xFF;
  }

  /// The resource manager's flags, 0 to 255.
  public int info() {
    return buffer[offset + 16] & 0xFF;
  }

  /// Bytes of the whole record, header included, at most about 1 GB.
  public long totalLength() {
    return total;
  }

  /// Holds the record from [#offset()] on: [#keptLength()] bytes of it.
  public byte[] buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  /// [#totalLength()], unless the record is larger than 16 MiB: then its beginning.
  public int keptLength() {
    return kept;
  }

  /// The record's meaning, where it is one that a backup tool looks at. Throws CorruptException
  /// when its parts do not fit together, which the CRC makes impossible for real WAL.
  public Optional<WalEvent> event() {
    return EventDecoder.decode(this);
  }
}
