package io.jbackup.core.restore;

import io.jbackup.catalog.wal.TimelineHistory;

/// The path through the timelines that recovery takes.
///
/// @param setting what to write as recovery_target_timeline
record Route(TimelineHistory history, String setting) {
  int timeline() {
    return history.timeline();
  }
}
