package io.jbackup.core.walread;

import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentHeader;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory.Stretch;
import io.jbackup.catalog.wal.WalMagic;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pages of WAL along a path of timelines, each with its header checked
/// (XLogReaderValidatePageHeader in PostgreSQL's xlogreader.c). Pages are asked for in ascending
/// order.
final class WalPages implements AutoCloseable {
  static final int CONTRECORD = 0x0001;
  static final int OVERWRITE_CONTRECORD = 0x0008;

  private static final int LONG_HEADER = 0x0002;
  private static final int SHORT_SIZE = 24;
  private static final int WINDOW = 256 << 10;

  private final SegmentSource source;
  private final WalOrigin origin;
  private final SegmentSize size;
  private final byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private @Nullable InputStream stream;
  private long segment = -1;
  private SegmentName file;
  private Stretch fileStretch;
  private int pageSize = 8192;
  private int magic;
  private int timeline;
  private long page;

  /// What became of a request for a page.
  enum Found {
    PAGE,
    ABSENT,
    ZEROS
  }

  WalPages(SegmentSource source, WalOrigin origin) {
    this.source = source;
    this.origin = origin;
    this.size = origin.segmentSize();
    this.fileStretch = origin.path().getFirst();
    this.file = new SegmentName(fileStretch.timeline(), 0);
  }

  /// Goes to the page that begins at this position, which must not lie before the present one.
  Found load(long address) throws IOException {
    long wanted = size.segmentOf(new Lsn(address));
    if (wanted != segment && !openSegment(wanted, address)) {
      return Found.ABSENT;
    }
    if (isPastSwitch(address)) {
      file = fileAt(address);
      return Found.ABSENT;
    }
    moveWindow(address);
    page = address;
    if (isZero()) {
      return Found.ZEROS;
    }
    checkHeader();
    return Found.PAGE;
  }

  /// Whether the file that is open belongs to a timeline that was left before this position.
  boolean isPastSwitch(long lsn) {
    return fileStretch.end().isPresent()
        && Long.compareUnsigned(lsn, fileStretch.end().get().value()) >= 0;
  }

  private boolean openSegment(long wanted, long address) throws IOException {
    close();
    for (Stretch stretch : origin.stretchesIn(wanted)) {
      SegmentName name = new SegmentName(stretch.timeline(), wanted);
      Optional<InputStream> found = source.open(name);
      if (found.isPresent()) {
        stream = found.get();
        file = name;
        fileStretch = stretch;
        segment = wanted;
        beginSegment();
        return true;
      }
    }
    file = fileAt(address);
    return false;
  }

  private void beginSegment() throws IOException {
    windowStart = size.startOf(segment).value();
    windowLength = fill();
    if (windowLength < SegmentHeader.LENGTH) {
      throw damage(windowStart, "the file ends there");
    }
    page = windowStart;
    if (isZero()) {
      return;
    }
    SegmentHeader header = SegmentHeader.parse(window, 0);
    header.check(fileName(), file, size, origin.systemId());
    if (magic != 0 && magic != header.magic()) {
      throw damage(
          windowStart,
          "it was written by PostgreSQL %d, what comes before by %d"
              .formatted(WalMagic.major(header.magic()), WalMagic.major(magic)));
    }
    magic = header.magic();
    pageSize = (int) header.pageSize();
  }

  private void moveWindow(long address) throws IOException {
    long skip = address - (windowStart + windowLength);
    if (skip >= 0) {
      skip(skip);
      windowStart = address;
      windowLength = fill();
    }
    if (windowStart + windowLength - address < pageSize) {
      throw damage(windowStart + windowLength, "the file ends there");
    }
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int step = fill((int) Math.min(left, WINDOW));
      if (step == 0) {
        return;
      }
      left -= step;
    }
  }

  private int fill() throws IOException {
    return fill(WINDOW);
  }

  private int fill(int length) throws IOException {
    return stream == null ? 0 : stream.readNBytes(window, 0, length);
  }

  private boolean isZero() {
    int at = offset();
    return LittleEndian.i64(window, at) == 0
        && LittleEndian.i64(window, at + 8) == 0
        && LittleEndian.i64(window, at + 16) == 0;
  }

  private void checkHeader() {
    int at = offset();
    if (LittleEndian.u16(window, at) != magic) {
      throw damage(page, "the page has the magic %X".formatted(LittleEndian.u16(window, at)));
    }
    long address = LittleEndian.i64(window, at + 8);
    if (address != page) {
      throw damage(page, "the page has the address " + new Lsn(address));
    }
    boolean first = size.offsetOf(new Lsn(page)) == 0;
    if (first != ((info() & LONG_HEADER) != 0)) {
      throw damage(page, "the page has a header of the wrong length");
    }
    checkTimeline(LittleEndian.i32(window, at + 4));
  }

  /// A page has the timeline on which its first byte was written. How old that may be is not known
  /// where the path's oldest timeline began.
  private void checkTimeline(int actual) {
    Stretch stretch = origin.stretchAt(new Lsn(page));
    boolean exact = stretch.begin().value() != 0;
    int expected = stretch.timeline();
    boolean fits =
        exact
            ? actual == expected
            : Integer.compareUnsigned(actual, expected) <= 0
                && Integer.compareUnsigned(actual, timeline) >= 0;
    if (!fits) {
      throw damage(
          page,
          "the page has the timeline %s, %s is expected"
              .formatted(Integer.toUnsignedString(actual), Integer.toUnsignedString(expected)));
    }
    timeline = actual;
  }

  int pageSize() {
    return pageSize;
  }

  /// Bytes of the header of the page at `address`.
  int headerSize(long address) {
    return size.offsetOf(new Lsn(address)) == 0 ? SegmentHeader.LENGTH : SHORT_SIZE;
  }

  byte[] buffer() {
    return window;
  }

  /// Where the present page begins in the buffer.
  int offset() {
    return (int) (page - windowStart);
  }

  int info() {
    return LittleEndian.u16(window, offset() + 2);
  }

  /// How many bytes of a record that began earlier follow the header.
  long continuation() {
    return (info() & CONTRECORD) == 0 ? 0 : LittleEndian.u32(window, offset() + 16);
  }

  int magic() {
    return magic;
  }

  /// The segment that is open, or that was found absent.
  SegmentName file() {
    return file;
  }

  /// The segment that should hold the byte at this position.
  SegmentName fileAt(long lsn) {
    Lsn at = new Lsn(lsn);
    return new SegmentName(origin.stretchAt(at).timeline(), size.segmentOf(at));
  }

  String fileName() {
    return file.fileName(size);
  }

  RuntimeException damage(long lsn, String why) {
    return WalDamage.at(fileName(), lsn, why);
  }

  @Override
  public void close() throws IOException {
    segment = -1;
    if (stream != null) {
      InputStream open = stream;
      stream = null;
      open.close();
    }
  }
}
