package io.jbackup.catalog.wal;

import java.util.regex.Pattern;

/// A WAL segment: timeline and segment number. Its file name is 24 hexadecimal digits, timeline,
/// then the number in two halves that depend on the segment size (PostgreSQL's XLogFileName).
public record SegmentName(int timeline, long number) {
  private static final Pattern FORM = Pattern.compile("[0-9A-F]{24}");

  /// Throws IllegalArgumentException when the name is not a segment's of this size.
  public static SegmentName parse(String name, SegmentSize size) {
    if (!isSegmentName(name)) {
      throw new IllegalArgumentException("not a WAL segment name: \"" + name + "\"");
    }
    int timeline = Integer.parseUnsignedInt(name, 0, 8, 16);
    long logId = Long.parseLong(name, 8, 16, 16);
    long part = Long.parseLong(name, 16, 24, 16);
    if (part >= size.perLogId()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not the name of a WAL segment of " + size.bytes() + " bytes");
    }
    return new SegmentName(timeline, logId * size.perLogId() + part);
  }

  public static boolean isSegmentName(String name) {
    return FORM.matcher(name).matches();
  }

  public static SegmentName containing(int timeline, Lsn lsn, SegmentSize size) {
    return new SegmentName(timeline, size.segmentOf(lsn));
  }

  public SegmentName next() {
    return new SegmentName(timeline, number + 1);
  }

  public Lsn start(SegmentSize size) {
    return size.startOf(number);
  }

  public String fileName(SegmentSize size) {
    return String.format(
        "%08X%08X%08X", timeline, number / size.perLogId(), number % size.perLogId());
  }
}
