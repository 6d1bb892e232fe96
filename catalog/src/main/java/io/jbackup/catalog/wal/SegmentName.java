package io.jbackup.catalog.wal;

import java.util.Optional;

/// A WAL segment: timeline and segment number. Its file name is 24 hexadecimal digits, timeline,
/// then the number in two halves that depend on the segment size (PostgreSQL's XLogFileName).
public record SegmentName(int timeline, long number) {
  static final int LENGTH = 24;

  /// Throws IllegalArgumentException when the name is not a segment's of this size.
  public static SegmentName parse(String name, SegmentSize size) {
    if (!isSegmentName(name)) {
      throw new IllegalArgumentException("not a WAL segment name: \"" + name + "\"");
    }
    Optional<SegmentName> parsed = tryParse(name, size);
    if (parsed.isEmpty()) {
      throw new IllegalArgumentException(
          "not the name of a WAL segment of " + size.bytes() + " bytes: \"" + name + "\"");
    }
    return parsed.get();
  }

  /// Empty when the name is not a segment's of this size.
  static Optional<SegmentName> tryParse(String name, SegmentSize size) {
    if (!isSegmentName(name)) {
      return Optional.empty();
    }
    long part = Hex.parse(name, 16, 24, false);
    if (part >= size.perLogId()) {
      return Optional.empty();
    }
    long logId = Hex.parse(name, 8, 16, false);
    return Optional.of(
        new SegmentName((int) Hex.parse(name, 0, 8, false), logId * size.perLogId() + part));
  }

  public static boolean isSegmentName(String name) {
    return name.length() == LENGTH
        && Hex.parse(name, 0, 12, false) >= 0
        && Hex.parse(name, 12, LENGTH, false) >= 0;
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
    StringBuilder name = new StringBuilder(LENGTH);
    Hex.appendEight(name, timeline);
    Hex.appendEight(name, number / size.perLogId());
    return Hex.appendEight(name, number % size.perLogId()).toString();
  }
}
