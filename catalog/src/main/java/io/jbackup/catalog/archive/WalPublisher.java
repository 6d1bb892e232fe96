package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.compress.FrameCompressor;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentHeader;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Puts files of a server's pg_wal into the archive. One for each thread; its memory is a few
/// megabytes whatever the size of a segment. Segments are compressed as a sequence of independent
/// frames, so that ordinary tools read them; other files are stored as they are.
public final class WalPublisher implements AutoCloseable {
  /// Raw bytes of a frame: small enough for the processor's cache, and hardly larger when stored
  /// than a segment in one piece.
  private static final int FRAME = 1 << 20;

  private final WalArchive archive;
  private final WalIdentity identity;
  private final Compression compression;
  private final boolean overwrite;
  private final @Nullable StoredForms known;
  private final byte[] raw = new byte[FRAME];
  private byte[] stored = new byte[0];
  private @Nullable FrameCompressor compressor;

  /// With `overwrite` another content under a name is replaced; else it is a conflict.
  ///
  /// @param known tells what the archive has of the files, which are compressed meanwhile; without
  ///   it the archive is asked before each
  public WalPublisher(
      WalArchive archive,
      WalIdentity identity,
      Compression compression,
      boolean overwrite,
      @Nullable StoredForms known) {
    this.archive = archive;
    this.identity = identity;
    this.compression = compression;
    this.overwrite = overwrite;
    this.known = known;
  }

  /// Archives one file; it is durable when this returns.
  public PublishResult publish(Path source, String name) {
    try (PendingFile pending = prepare(source, name)) {
      PublishResult result = pending.publish();
      archive.sync();
      return result;
    }
  }

  /// Checks a file against the cluster and its name, and writes it durably, not yet visible; or
  /// finds that the archive has decided already. Throws UsageException when the name is not a WAL
  /// file's, IdentityException when the content is another cluster's, CorruptException when it is
  /// damaged, misnamed, cut short, or a history file without a history.
  public PendingFile prepare(Path source, String name) {
    WalFileName kind =
        WalFileName.parse(name, identity.segmentSize())
            .orElseThrow(() ->
                new UsageException(
                    "\"" + name + "\" is not the name of a WAL file of this instance",
                    "Pass %f of archive_command; segments of this instance have "
                        + identity.segmentSize().bytes()
                        + " bytes."));
    Compression used = kind instanceof WalFileName.Segment ? compression : Compression.NONE;
    Settlement settlement =
        new Settlement(
            archive, source, name, kind, identity.segmentSize(), used.algorithm(), overwrite);
    try (SourceFile file = SourceFile.open(source)) {
      int first = file.read(raw);
      check(kind, file, first);
      PublishResult decided = known == null ? settlement.decide() : null;
      return decided == null
          ? write(settlement, used, kind, file, first)
          : PendingFile.decided(settlement, decided);
    }
  }

  private void check(WalFileName kind, SourceFile file, int length) {
    String path = '"' + file.path().toString() + '"';
    // Not a switch over the types: its bootstrap costs archive-push as much as the compression.
    if (kind instanceof WalFileName.Segment(var segment)) {
      requireSegmentSize(path, file.size());
      checkHeader(path, segment, length);
    } else if (kind instanceof WalFileName.Partial(var segment)) {
      checkHeader(path, segment, length);
    } else if (kind instanceof WalFileName.History(int timeline)) {
      HistoryFiles.parse(timeline, text(length), file.path().toString());
    } else {
      requireContent(path, length);
    }
  }

  private void requireSegmentSize(String path, long bytes) {
    if (bytes != identity.segmentSize().bytes()) {
      throw new CorruptException(
          "WAL file "
              + path
              + " has "
              + bytes
              + " bytes, a segment of this instance has "
              + identity.segmentSize().bytes(),
          "The file is cut short, or is not a segment of this cluster.");
    }
  }

  private void checkHeader(String path, SegmentName segment, int length) {
    if (length < SegmentHeader.LENGTH) {
      throw new CorruptException(
          "WAL file " + path + " has only " + length + " bytes", "The file is cut short.");
    }
    SegmentHeader.parse(raw, 0).check(path, segment, identity.segmentSize(), identity.systemId());
  }

  private static void requireContent(String path, int length) {
    if (length == 0) {
      throw new CorruptException(
          "WAL file " + path + " is empty",
          "The server crashed while it wrote the file: remove the file and its .ready mark.");
    }
  }

  private String text(int length) {
    return new String(raw, 0, length, StandardCharsets.UTF_8);
  }

  private PendingFile write(
      Settlement settlement, Compression used, WalFileName kind, SourceFile file, int first) {
    PutMode mode = overwrite ? PutMode.REPLACE : PutMode.CREATE_NEW;
    ObjectWriter writer = archive.store().write(settlement.key(), mode);
    try {
      PageWalk pages = new PageWalk(kind, file.path());
      long total = 0;
      long storedBytes = 0;
      for (int length = first; length > 0; length = file.read(raw)) {
        pages.feed(length);
        storedBytes += store(writer, used, length);
        total += length;
      }
      pages.finish(total);
      PublishResult decided = known == null ? null : settlement.decide(known.of(settlement.name()));
      if (decided != null) {
        writer.close();
        return PendingFile.decided(settlement, decided);
      }
      writer.flush();
      return PendingFile.written(settlement, writer, total, storedBytes, pages.warning);
    } catch (RuntimeException | Error e) {
      closeAfter(writer, e);
      throw e;
    }
  }

  private static void closeAfter(ObjectWriter writer, Throwable failure) {
    try {
      writer.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /// Returns how many bytes it became.
  private int store(ObjectWriter writer, Compression used, int length) {
    if (used.algorithm() == Algorithm.NONE) {
      writer.write(raw, 0, length);
      return length;
    }
    if (compressor == null) {
      compressor = compression.newCompressor();
      stored = new byte[compressor.maxFrameLength(FRAME)];
    }
    int compressed = compressor.compress(raw, 0, length, stored);
    writer.write(stored, 0, compressed);
    return compressed;
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
    }
  }

  /// Looks at the pages of a segment on its way. A damaged page is a warning, not a failure: the
  /// server has no better copy, and a refusal would fill its disk without saving anything.
  private final class PageWalk {
    private final Path path;
    private @Nullable SegmentCheck check;
    private @Nullable String warning;

    PageWalk(WalFileName kind, Path path) {
      this.path = path;
      if (kind instanceof WalFileName.Segment(var segment)) {
        check =
            new SegmentCheck(
                '"' + path.toString() + '"', segment, identity.segmentSize(), identity.systemId());
      }
    }

    void feed(int length) {
      if (check == null) {
        return;
      }
      try {
        check.feed(raw, 0, length);
      } catch (CorruptException e) {
        warning = e.getMessage();
        check = null;
      }
    }

    void finish(long total) {
      if (check != null || warning != null) {
        requireSegmentSize('"' + path.toString() + '"', total);
      }
    }
  }
}
