package io.jbackup.catalog.wal;

import io.jbackup.catalog.error.CorruptException;
import java.util.Arrays;

/// A walk over the page headers of one WAL segment: cheap, and enough to recognise what is not this
/// segment. It does not read records. Not thread-safe; the bytes come in order, cut anywhere.
public final class SegmentCheck {
  static final String DAMAGED =
      "the file is damaged: compare it with the one in pg_wal or with another archive's";

  private static final int SHORT_HEADER = 24;
  private static final byte[] ZEROS = new byte[8192];

  private final String path;
  private final SegmentName name;
  private final SegmentSize size;
  private final long systemId;
  private final byte[] header = new byte[SegmentHeader.LENGTH];
  private int kept;
  private int wanted = SegmentHeader.LENGTH;
  private long position;
  private long page;
  private int pageSize;
  private int magic;
  private int timeline;
  private Tail tail = Tail.NONE;
  private long written;
  private boolean zeros;

  /// What follows the written pages of a segment: nothing, zeros (after pg_switch_wal), or pages
  /// that the file held before it was recycled. The latter is legal only in the last segment of a
  /// timeline, which the caller may know.
  public enum Tail {
    NONE,
    ZERO,
    RECYCLED
  }

  /// What a whole segment holds.
  ///
  /// @param written bytes before the tail, a multiple of the page size
  /// @param magic number of the major version, see [WalMagic]
  public record Result(long written, Tail tail, int magic) {}

  /// Begins a walk; `path` is what to call the file in a message.
  public SegmentCheck(String path, SegmentName name, SegmentSize size, long systemId) {
    this.path = path;
    this.name = name;
    this.size = size;
    this.systemId = systemId;
  }

  /// Walks a whole segment in the first `length` bytes.
  public static Result check(
      byte[] segment, int length, String path, SegmentName name, SegmentSize size, long systemId) {
    SegmentCheck check = new SegmentCheck(path, name, size, systemId);
    check.feed(segment, 0, length);
    return check.finish();
  }

  /// Takes the next bytes. Throws IdentityException when the segment is another cluster's or of
  /// another size, CorruptException when it is damaged or misnamed.
  public void feed(byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int step = Math.min(end - at, step());
      if (zeros) {
        requireZeros(buffer, at, step);
      } else if (position >= page) {
        System.arraycopy(buffer, at, header, kept, step);
        kept += step;
      }
      at += step;
      position += step;
      if (kept == wanted) {
        finishHeader();
      }
    }
  }

  /// Tells what was seen; throws CorruptException when the segment is too short or too long.
  public Result finish() {
    if (position != size.bytes()) {
      throw new CorruptException(
          "WAL file " + path + " has " + position + " bytes, a segment here has " + size.bytes(),
          "the file is cut short or was not written to its end");
    }
    return new Result(tail == Tail.NONE ? position : written, tail, magic);
  }

  /// How many bytes may be taken at once: the rest of a header, of a page, or a piece of zeros.
  private int step() {
    if (zeros) {
      return ZEROS.length;
    }
    return position >= page ? wanted - kept : (int) (page - position);
  }

  private void finishHeader() {
    if (page == 0) {
      SegmentHeader first = SegmentHeader.parse(header, 0);
      first.check(path, name, size, systemId);
      magic = first.magic();
      timeline = first.timeline();
      pageSize = (int) first.pageSize();
    } else if (Arrays.equals(header, 0, SHORT_HEADER, ZEROS, 0, SHORT_HEADER)) {
      zeros = true;
      beginTail(Tail.ZERO);
    } else if (tail != Tail.NONE || !continues()) {
      requireRecycled();
      beginTail(Tail.RECYCLED);
    }
    kept = 0;
    wanted = SHORT_HEADER;
    page += pageSize;
  }

  private void beginTail(Tail kind) {
    if (tail == Tail.NONE) {
      tail = kind;
      written = page;
    }
  }

  private boolean continues() {
    int pageTimeline = LittleEndian.i32(header, 4);
    boolean inOrder =
        Integer.compareUnsigned(pageTimeline, timeline) >= 0
            && Integer.compareUnsigned(pageTimeline, name.timeline()) <= 0;
    if (inOrder && sameKind() && address() == expectedAddress()) {
      timeline = pageTimeline;
      return true;
    }
    return false;
  }

  /// A recycled file keeps the pages of an earlier segment at the same offsets.
  private void requireRecycled() {
    long behind = expectedAddress() - address();
    boolean earlier = Long.compareUnsigned(address(), expectedAddress()) < 0;
    if (!earlier || (behind & (size.bytes() - 1)) != 0 || !sameKind()) {
      throw new CorruptException(
          "WAL file " + path + " has a damaged page header at offset " + page, DAMAGED);
    }
  }

  private boolean sameKind() {
    return LittleEndian.u16(header, 0) == magic
        && (LittleEndian.u16(header, 2) & SegmentHeader.LONG_HEADER) == 0;
  }

  private long address() {
    return LittleEndian.i64(header, 8);
  }

  private long expectedAddress() {
    return name.start(size).value() + page;
  }

  private void requireZeros(byte[] buffer, int at, int length) {
    int mismatch = Arrays.mismatch(buffer, at, at + length, ZEROS, 0, length);
    if (mismatch >= 0) {
      throw new CorruptException(
          "WAL file " + path + " has data after its end, at offset " + (position + mismatch),
          DAMAGED);
    }
  }
}
