package io.jbackup.core.window;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.WalEvent.TransactionEnd;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalReader;
import io.jbackup.core.walread.WalTail;
import java.time.Instant;
import java.util.Optional;

/// The times that an archive's WAL tells.
final class WalTimes {
  /// How far to look for a time that nothing but a picture depends on.
  private static final int NEARBY = 4;

  private final SegmentSource archive;
  private final long systemId;
  private final InstancePicture picture;

  WalTimes(SegmentSource archive, long systemId, InstancePicture picture) {
    this.archive = archive;
    this.systemId = systemId;
    this.picture = picture;
  }

  /// The end of the WAL on the way to a timeline.
  ///
  /// @param consistent records before it do not count
  WalTail tail(int timeline, Lsn end, Lsn consistent) {
    return new WalTail(archive, origin(timeline), end, consistent);
  }

  private WalOrigin origin(int timeline) {
    TimelineHistory history =
        picture.archive().history(timeline).orElseGet(() -> TimelineHistory.root(timeline));
    return WalOrigin.of(systemId, picture.segmentSize(), history);
  }

  /// When the last transaction before `end` ended, if that is told by the last segments.
  Optional<Instant> before(int timeline, Lsn begin, Lsn end) {
    SegmentSize size = picture.segmentSize();
    Lsn near = size.startOf(Math.max(0, size.segmentBefore(end) - NEARBY + 1));
    return tail(timeline, end, near.isBefore(begin) ? begin : near).range().time();
  }

  /// When the first transaction from `begin` on ended, if that is told by the first segments.
  Optional<Instant> after(int timeline, Lsn begin, Lsn end) {
    SegmentSize size = picture.segmentSize();
    long first = size.segmentOf(begin);
    Lsn near = size.startOf(first + NEARBY);
    try (WalReader reader =
        new WalReader(
            archive, origin(timeline), size.startOf(first), near.isBefore(end) ? near : end)) {
      while (reader.next()) {
        if (!reader.record().lsn().isBefore(begin)
            && reader.record().event().orElse(null) instanceof TransactionEnd ended) {
          return Optional.of(ended.time());
        }
      }
    } catch (CorruptException | IdentityException _) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
