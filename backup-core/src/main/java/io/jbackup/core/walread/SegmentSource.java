package io.jbackup.core.walread;

import io.jbackup.catalog.wal.SegmentName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Where segments are read from: an archive, a backup's own WAL, or `pg_wal`.
@FunctionalInterface
public interface SegmentSource {
  /// The raw bytes of a segment from its beginning, which the caller closes; empty only when the
  /// segment is certainly not there.
  Optional<InputStream> open(SegmentName segment) throws IOException;
}
