package io.jbackup.core.backup;

import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.archive.FrameArchiveWriter;
import io.jbackup.core.archive.IndexWriter;
import io.jbackup.core.archive.TarFileHeader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The archive of a STREAM backup's WAL, in pg_basebackup's layout: whole segments, the last one
/// filled up with zeros, history files, and an `archive_status/*.done` for each so that a restored
/// server does not archive them again.
final class WalTar {
  private static final int BLOCK = 512;

  /// A file that was added, for the index.
  private record Added(long offset, long size, String name) {}

  private final FrameArchiveWriter target;
  private final SegmentSize size;
  private final Clock clock;
  private final byte[] zeros = new byte[1 << 16];
  private final List<Added> files = new ArrayList<>();
  private Optional<SegmentName> open = Optional.empty();
  private long position;
  private long left;
  private long walBytes;

  WalTar(FrameArchiveWriter target, SegmentSize size, Clock clock) {
    this.target = target;
    this.size = size;
    this.clock = clock;
  }

  /// Adds streamed bytes, the first of which lies at the LSN `start`. They must follow those before
  /// without a hole.
  void write(int timeline, long start, byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (open.isEmpty()) {
        begin(new SegmentName(timeline, Long.divideUnsigned(start + done, size.bytes())));
      }
      int part = (int) Math.min(length - done, left);
      put(source, offset + done, part);
      left -= part;
      done += part;
      if (left == 0) {
        end();
      }
    }
  }

  private void begin(SegmentName segment) {
    open = Optional.of(segment);
    left = size.bytes();
    walBytes += size.bytes();
    header(segment.fileName(size), size.bytes());
  }

  private void end() {
    SegmentName segment = open.orElseThrow();
    open = Optional.empty();
    done(segment.fileName(size));
  }

  /// Fills the segment that is open up with zeros.
  void finishSegment() {
    if (open.isPresent()) {
      zeros(left);
      left = 0;
      end();
    }
  }

  void addHistory(String name, byte[] content) {
    header(name, content.length);
    put(content, 0, content.length);
    zeros((BLOCK - content.length % BLOCK) % BLOCK);
    done(name);
  }

  private void done(String name) {
    header("archive_status/" + name + ".done", 0);
  }

  private void header(String name, long length) {
    byte[] header = TarFileHeader.file(name, length, clock.instant());
    put(header, 0, header.length);
    files.add(new Added(position, length, name));
  }

  private void put(byte[] source, int offset, int length) {
    target.write(source, offset, length);
    position += length;
  }

  private void zeros(long count) {
    for (long rest = count; rest > 0; ) {
      int part = (int) Math.min(rest, zeros.length);
      put(zeros, 0, part);
      rest -= part;
    }
  }

  /// Ends the archive and makes it durable; returns its stored bytes.
  long commit() {
    finishSegment();
    zeros(2L * BLOCK);
    return target.commit();
  }

  /// Raw bytes of all segments.
  long walBytes() {
    return walBytes;
  }

  long rawBytes() {
    return position;
  }

  void writeIndex(IndexWriter index) {
    files.forEach(file -> index.file(file.offset(), file.size(), file.name()));
  }
}
