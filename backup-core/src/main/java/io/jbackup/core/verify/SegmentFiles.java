package io.jbackup.core.verify;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.archive.IndexedFiles.IndexedFile;
import org.jspecify.annotations.Nullable;

/// Checks the page headers of the segments that a STREAM backup carries.
final class SegmentFiles implements FileVisitor {
  private final SegmentSize size;
  private final long systemId;
  private final Damages damages;
  private @Nullable SegmentCheck check;
  private String name = "";

  SegmentFiles(SegmentSize size, long systemId, Damages damages) {
    this.size = size;
    this.systemId = systemId;
    this.damages = damages;
  }

  @Override
  public void begin(IndexedFile file) {
    name = file.name();
    check =
        SegmentName.isSegmentName(name)
            ? new SegmentCheck(name, SegmentName.parse(name, size), size, systemId)
            : null;
  }

  @Override
  public void data(byte[] buffer, int offset, int length) {
    attempt(segment -> segment.feed(buffer, offset, length));
  }

  @Override
  public String gap(int length) {
    check = null;
    return "WAL file " + name;
  }

  @Override
  public void end(IndexedFile file) {
    attempt(SegmentCheck::finish);
  }

  private interface Step {
    void take(SegmentCheck segment);
  }

  private void attempt(Step step) {
    SegmentCheck segment = check;
    if (segment == null) {
      return;
    }
    try {
      step.take(segment);
    } catch (CorruptException | IdentityException e) {
      check = null;
      damages.add(e);
    }
  }
}
