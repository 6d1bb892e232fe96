package io.jbackup.catalog.testing;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalMagic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/// Segments with valid page headers and half-compressible content, for tests of the archive. The
/// same arguments give the same bytes.
public record SampleWal(long systemId, SegmentSize size, int major) {
  private static final int PAGE = 8192;
  private static final int SHORT_HEADER = 24;
  private static final int LONG_HEADER = 40;

  /// A cluster with segments of 1 MB.
  public static SampleWal small() {
    return new SampleWal(0x6A12_3456_789A_BCDEL, new SegmentSize(1 << 20), 17);
  }

  public SampleWal withSystemId(long other) {
    return new SampleWal(other, size, major);
  }

  public SampleWal withSize(int bytes) {
    return new SampleWal(systemId, new SegmentSize(bytes), major);
  }

  public String name(int timeline, long number) {
    return new SegmentName(timeline, number).fileName(size);
  }

  /// A whole segment; `seed` chooses the content between the headers.
  public byte[] segment(int timeline, long number, long seed) {
    byte[] bytes = content(seed);
    for (int at = 0; at < bytes.length; at += PAGE) {
      header(bytes, at, timeline, size.startOf(number).plus(at));
    }
    return bytes;
  }

  /// A segment whose content is that of `base` up to the offset, and then another.
  public byte[] divergedAt(byte[] base, int offset, int timeline, long number, long seed) {
    byte[] other = segment(timeline, number, seed);
    System.arraycopy(base, 0, other, 0, offset);
    other[offset] = (byte) (base[offset] + 1);
    return other;
  }

  private byte[] content(long seed) {
    byte[] bytes = new byte[size.bytes()];
    Random random = new Random(seed);
    byte[] piece = new byte[256];
    for (int at = 0; at < bytes.length; at += 2 * piece.length) {
      random.nextBytes(piece);
      System.arraycopy(piece, 0, bytes, at, piece.length);
    }
    return bytes;
  }

  private void header(byte[] bytes, int at, int timeline, Lsn address) {
    int length = at == 0 ? LONG_HEADER : SHORT_HEADER;
    ByteBuffer out = ByteBuffer.wrap(bytes, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) WalMagic.of(major));
    out.putShort((short) (at == 0 ? 2 : 0));
    out.putInt(timeline);
    out.putLong(address.value());
    out.putLong(0);
    if (at == 0) {
      out.putLong(systemId);
      out.putInt(size.bytes());
      out.putInt(PAGE);
    }
  }
}
