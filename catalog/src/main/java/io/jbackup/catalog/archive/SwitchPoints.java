package io.jbackup.catalog.archive;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where timelines were left, as far as the archive and the server's pg_wal know. The last segment
/// of a timeline holds, after that point, what each server happened to have there: recycled bytes,
/// or the shutdown checkpoint of the old primary. Nobody reads it.
final class SwitchPoints {
  private final WalArchive archive;
  private final @Nullable Path walDirectory;

  SwitchPoints(WalArchive archive, @Nullable Path walDirectory) {
    this.archive = archive;
    this.walDirectory = walDirectory;
  }

  /// The point in this segment where its timeline was left, when everything before it is equal:
  /// `difference` is the offset of the first byte that is not. Empty when no history file tells of
  /// such a point (yet).
  Optional<Lsn> equalUpTo(SegmentName segment, SegmentSize size, long difference) {
    for (TimelineHistory history : histories()) {
      Optional<Lsn> left = history.switchPoint(segment.timeline());
      if (left.isPresent()) {
        long offset = left.get().minus(segment.start(size));
        if (offset > 0 && offset < size.bytes() && offset <= difference) {
          return left;
        }
      }
    }
    return Optional.empty();
  }

  private List<TimelineHistory> histories() {
    List<TimelineHistory> histories = new ArrayList<>(archive.histories());
    if (walDirectory != null) {
      histories.addAll(HistoryFiles.in(walDirectory));
    }
    return histories;
  }
}
