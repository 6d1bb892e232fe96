package io.jbackup.catalog.retention;

import io.jbackup.catalog.wal.SegmentName;

/// Segments of one timeline that share a fate. Those between first and last that the archive does
/// not have share it.
///
/// @param first the number of the first one that is there
/// @param last the number of the last one that is there
/// @param count how many are there
public record WalRange(
    int timeline, long first, long last, long count, boolean kept, String reason) {
  public SegmentName firstName() {
    return new SegmentName(timeline, first);
  }

  public SegmentName lastName() {
    return new SegmentName(timeline, last);
  }
}
