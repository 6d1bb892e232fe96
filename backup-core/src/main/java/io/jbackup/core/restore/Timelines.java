package io.jbackup.core.restore;

import io.jbackup.catalog.wal.TimelineHistory;
import java.util.Optional;

/// What is known of the cluster's timelines.
interface Timelines {
  /// The ancestry of a timeline, empty when there is no history file of it. Timeline 1 needs none.
  Optional<TimelineHistory> history(int timeline);

  /// The newest timeline as a recovering server finds it: it counts on from `timeline` as long as
  /// there is a history file (PostgreSQL's findNewestTimeLine).
  default int newestFrom(int timeline) {
    int newest = timeline;
    while (history(newest + 1).isPresent()) {
      newest++;
    }
    return newest;
  }
}
