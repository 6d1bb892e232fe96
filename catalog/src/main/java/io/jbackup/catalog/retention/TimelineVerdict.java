package io.jbackup.catalog.retention;

import java.util.List;

/// What becomes of a timeline's files in the archive.
///
/// @param ranges of its segments in ascending order; none when it has none
/// @param keptStretches all that stays, whether it is there or not
/// @param historyKept whether its history file stays
public record TimelineVerdict(
    int timeline, List<WalRange> ranges, KeptStretches keptStretches, boolean historyKept) {
  public TimelineVerdict {
    ranges = List.copyOf(ranges);
  }

  /// Whether nothing of the timeline stays.
  public boolean goesWholly() {
    return !historyKept && keptStretches.isEmpty();
  }
}
