package io.jbackup.catalog.wal;

/// The size of a WAL segment file in bytes: a power of two from 1 MB to 1 GB (`initdb
/// --wal-segsize`).
public record SegmentSize(int bytes) {
  private static final int MIN = 1 << 20;
  private static final int MAX = 1 << 30;

  public SegmentSize {
    if (bytes < MIN || bytes > MAX || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException("not a WAL segment size: " + bytes);
    }
  }

  /// The number of the segment that holds the byte at `lsn`.
  public long segmentOf(Lsn lsn) {
    return Long.divideUnsigned(lsn.value(), bytes);
  }

  /// The number of the segment that holds the last byte before `end`: an end that lies on a
  /// boundary belongs to the segment before it.
  public long segmentBefore(Lsn end) {
    return Long.divideUnsigned(end.value() - 1, bytes);
  }

  public Lsn startOf(long segment) {
    return new Lsn(segment * bytes);
  }

  public int offsetOf(Lsn lsn) {
    return (int) (lsn.value() & (bytes - 1));
  }

  /// How many segments share the middle part of a file name.
  long perLogId() {
    return 0x1_0000_0000L / bytes;
  }
}
