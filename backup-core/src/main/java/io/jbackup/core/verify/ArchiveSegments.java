package io.jbackup.core.verify;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.walread.SegmentSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The segments of an instance's archive.
public final class ArchiveSegments implements SegmentSource {
  private final WalArchive archive;
  private final SegmentSize size;
  private final long systemId;

  public ArchiveSegments(Instance instance) {
    archive = instance.archive();
    size = instance.config().segmentSize();
    systemId = instance.config().systemIdentifier();
  }

  @Override
  public Optional<InputStream> open(SegmentName segment) throws IOException {
    return archive.openSegment(segment, size, systemId);
  }
}
