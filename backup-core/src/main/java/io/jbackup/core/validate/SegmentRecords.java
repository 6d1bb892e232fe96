package io.jbackup.core.validate;

import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalReader;

/// Reads the records that begin in one archived segment. What is stored without compression has no
/// other checksums than those of its records.
final class SegmentRecords {
  private final WalArchive archive;
  private final SegmentSize size;
  private final long systemId;

  SegmentRecords(WalArchive archive, SegmentSize size, long systemId) {
    this.archive = archive;
    this.size = size;
    this.systemId = systemId;
  }

  /// Throws CorruptException when one of the records, of which the last may end in the next
  /// segment, is damaged. Damage that lies only in the next segment is found there.
  void read(SegmentName name) {
    TimelineHistory history =
        archive.history(name.timeline()).orElseGet(() -> TimelineHistory.root(name.timeline()));
    WalOrigin origin = WalOrigin.of(systemId, size, history);
    SegmentSource source = segment -> archive.openSegment(segment, size, systemId);
    try (WalReader reader =
        new WalReader(source, origin, name.start(size), name.next().start(size))) {
      boolean more = true;
      while (more) {
        more = reader.next();
      }
    } catch (CorruptException e) {
      if (!String.valueOf(e.getMessage()).contains(name.next().fileName(size))) {
        throw e;
      }
    }
  }
}
