package io.jbackup.archivepush;

import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentHeader;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.catalog.wal.WalFileName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// Puts an archived file where it is wanted: decompressed and verified under a name of its own,
/// then renamed. Not for several threads.
final class Delivery {
  private static final int PIECE = 256 * 1024;

  private final WalArchive archive;
  private final WalIdentity identity;
  private final boolean firstPageOnly;
  private final byte[] piece = new byte[PIECE];

  /// With `firstPageOnly` only the first page of a segment is looked at, and its length.
  Delivery(WalArchive archive, WalIdentity identity, boolean firstPageOnly) {
    this.archive = archive;
    this.identity = identity;
    this.firstPageOnly = firstPageOnly;
  }

  /// Delivers to `target`, over what may be there. Throws CorruptException or IdentityException
  /// when the stored file is not what its name says; `target` is untouched then. With `durable` the
  /// content is forced to disk before it gets its name; the server does that itself with what it
  /// restores, and asks again after a crash.
  void deliver(ArchivedFile file, WalFileName kind, Path target, boolean durable) {
    Path unfinished = unfinished(target);
    try {
      write(file, kind, unfinished, durable);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw removing(unfinished, StorageFailures.of("write", target, e));
    } catch (RuntimeException e) {
      throw removing(unfinished, e);
    }
  }

  /// The name that is written first; the process number keeps two that work for one server apart.
  static Path unfinished(Path target) {
    return target.resolveSibling(
        target.getFileName() + ".jbackup-" + ProcessHandle.current().pid() + ".tmp");
  }

  private static RuntimeException removing(Path unfinished, RuntimeException failure) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void write(ArchivedFile file, WalFileName kind, Path path, boolean durable)
      throws IOException {
    try (InputStream in = archive.open(file);
        FileChannel out =
            FileChannel.open(
                path,
                Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      String stored = '"' + archive.describe(file) + '"';
      // Not a switch over the types: its bootstrap costs more than the copy.
      if (kind instanceof WalFileName.Segment(var segment)) {
        copySegment(in, out, stored, segment, false);
      } else if (kind instanceof WalFileName.Partial(var segment)) {
        copySegment(in, out, stored, segment, true);
      } else if (kind instanceof WalFileName.History(int timeline)) {
        copyHistory(in, out, stored, timeline);
      } else {
        copy(in, out);
      }
      if (durable) {
        out.force(true);
      }
    }
  }

  /// With `extend` a file that is too short is filled up with zeros.
  private void copySegment(
      InputStream in, FileChannel out, String stored, SegmentName segment, boolean extend)
      throws IOException {
    Checks checks = new Checks(stored, segment);
    long size = identity.segmentSize().bytes();
    long total = 0;
    int length = in.readNBytes(piece, 0, PIECE);
    while (length > 0) {
      checks.feed(length);
      put(out, length);
      total += length;
      length = in.readNBytes(piece, 0, PIECE);
    }
    if (extend) {
      Arrays.fill(piece, (byte) 0);
      while (total > 0 && total < size) {
        length = (int) Math.min(PIECE, size - total);
        checks.feed(length);
        put(out, length);
        total += length;
      }
    }
    checks.finish(total);
  }

  private static void copyHistory(InputStream in, FileChannel out, String stored, int timeline)
      throws IOException {
    byte[] bytes = in.readAllBytes();
    try {
      TimelineHistory.parse(timeline, new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new CorruptException(
          "history file " + stored + " is malformed: " + e.getMessage(),
          "Replace it by an intact copy from pg_wal of a server on that timeline.",
          e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private void copy(InputStream in, FileChannel out) throws IOException {
    int length = in.readNBytes(piece, 0, PIECE);
    while (length > 0) {
      put(out, length);
      length = in.readNBytes(piece, 0, PIECE);
    }
  }

  private void put(FileChannel out, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /// What is known of a segment without reading its records.
  private final class Checks {
    private final String stored;
    private final SegmentName segment;
    private final SegmentCheck pages;
    private boolean begun;

    Checks(String stored, SegmentName segment) {
      this.stored = stored;
      this.segment = segment;
      pages = new SegmentCheck(stored, segment, identity.segmentSize(), identity.systemId());
    }

    void feed(int length) {
      if (!firstPageOnly) {
        pages.feed(piece, 0, length);
      } else if (!begun && length >= SegmentHeader.LENGTH) {
        SegmentHeader.parse(piece, 0)
            .check(stored, segment, identity.segmentSize(), identity.systemId());
      }
      begun = true;
    }

    void finish(long total) {
      if (!firstPageOnly) {
        pages.finish();
      } else if (total != identity.segmentSize().bytes()) {
        throw new CorruptException(
            "WAL file "
                + stored
                + " has "
                + total
                + " bytes, a segment of this instance has "
                + identity.segmentSize().bytes(),
            "The file is cut short; another archive or pg_wal of a server may have it.");
      }
    }
  }
}
