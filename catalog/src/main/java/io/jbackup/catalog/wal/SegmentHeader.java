package io.jbackup.catalog.wal;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;

/// The long page header that begins every WAL segment: whose WAL it is and where it belongs
/// (XLogLongPageHeaderData in PostgreSQL's xlog_internal.h, 40 bytes, little-endian on every
/// supported platform).
///
/// @param magic number of the major version, see [WalMagic]
/// @param info flags of the page
/// @param segmentSize as an unsigned 32 bit number, not checked
/// @param pageSize bytes of a WAL page, not checked
public record SegmentHeader(
    int magic,
    int info,
    int timeline,
    Lsn pageAddress,
    long systemId,
    long segmentSize,
    long pageSize) {
  /// Bytes that [#parse] needs.
  public static final int LENGTH = 40;

  static final int LONG_HEADER = 0x0002;

  /// Reads the numbers without judging them.
  public static SegmentHeader parse(byte[] bytes, int offset) {
    return new SegmentHeader(
        LittleEndian.u16(bytes, offset),
        LittleEndian.u16(bytes, offset + 2),
        LittleEndian.i32(bytes, offset + 4),
        new Lsn(LittleEndian.i64(bytes, offset + 8)),
        LittleEndian.i64(bytes, offset + 24),
        LittleEndian.u32(bytes, offset + 32),
        LittleEndian.u32(bytes, offset + 36));
  }

  /// Checks that a segment belongs to this cluster and to its name: IdentityException when it is
  /// another cluster's or another segment size's, CorruptException when it is damaged or misnamed.
  /// The timeline may be lower than the name's: the first segment of a timeline begins with a copy
  /// of its parent's pages.
  ///
  /// @param path what to call the file in a message
  public void check(String path, SegmentName name, SegmentSize size, long systemId) {
    checkForm(path);
    if (this.systemId != systemId) {
      throw new IdentityException(
          describe(path, "system identifier", Long.toUnsignedString(this.systemId))
              + ", this cluster's is "
              + Long.toUnsignedString(systemId),
          "check the instance name: this WAL was written by another PostgreSQL cluster");
    }
    if (segmentSize != size.bytes()) {
      throw new IdentityException(
          describe(path, "segment size", Long.toString(segmentSize))
              + " bytes, this instance's is "
              + size.bytes(),
          "the segment size is set by initdb; check the instance name and its configuration");
    }
    checkPlace(path, name, size);
  }

  /// Whether this is the beginning of a segment at all.
  public void checkForm(String path) {
    if (WalMagic.major(magic) == 0) {
      throw new CorruptException(
          Hex.append(
                  new StringBuilder("WAL file ").append(path).append(" has the unknown magic "),
                  magic)
              .toString(),
          "the file is damaged, not WAL, or written by a PostgreSQL version that is not supported");
    }
    if ((info & LONG_HEADER) == 0 || !validPageSize(pageSize)) {
      throw new CorruptException(
          "WAL file " + path + " does not begin with the header of a segment",
          SegmentCheck.DAMAGED);
    }
  }

  private void checkPlace(String path, SegmentName name, SegmentSize size) {
    Lsn start = name.start(size);
    if (pageAddress.value() != start.value()) {
      throw new CorruptException(
          describe(path, "page address", pageAddress.toString()) + ", its name means " + start,
          "the file is damaged or was renamed");
    }
    if (timeline == 0 || Integer.compareUnsigned(timeline, name.timeline()) > 0) {
      throw new CorruptException(
          describe(path, "timeline", Integer.toUnsignedString(timeline))
              + ", its name means "
              + Integer.toUnsignedString(name.timeline()),
          "the file is damaged or was renamed");
    }
  }

  private static boolean validPageSize(long bytes) {
    return bytes >= 1024 && bytes <= 65536 && Long.bitCount(bytes) == 1;
  }

  private static String describe(String path, String what, String value) {
    return "WAL file " + path + " has the " + what + ' ' + value;
  }
}
