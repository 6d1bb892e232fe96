package io.jbackup.core.restore;

import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The history files of an archive, each read once.
final class ArchiveTimelines implements Timelines {
  private final WalArchive archive;
  private final Map<Integer, Optional<TimelineHistory>> known = new HashMap<>();

  ArchiveTimelines(WalArchive archive) {
    this.archive = archive;
  }

  @Override
  public Optional<TimelineHistory> history(int timeline) {
    return known.computeIfAbsent(timeline, archive::history);
  }
}
