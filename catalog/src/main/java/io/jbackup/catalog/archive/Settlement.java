package io.jbackup.catalog.archive;

import io.jbackup.catalog.archive.PublishResult.AlreadyThere;
import io.jbackup.catalog.archive.PublishResult.Conflict;
import io.jbackup.catalog.archive.PublishResult.Difference;
import io.jbackup.catalog.archive.PublishResult.Stored;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides about one name: what the archive already has under it, and what becomes of a new form.
final class Settlement {
  private final WalArchive archive;
  private final Path source;
  private final String name;
  private final WalFileName kind;
  private final SegmentSize segmentSize;
  private final Algorithm algorithm;
  private final boolean overwrite;

  Settlement(
      WalArchive archive,
      Path source,
      String name,
      WalFileName kind,
      SegmentSize segmentSize,
      Algorithm algorithm,
      boolean overwrite) {
    this.archive = archive;
    this.source = source;
    this.name = name;
    this.kind = kind;
    this.segmentSize = segmentSize;
    this.algorithm = algorithm;
    this.overwrite = overwrite;
  }

  /// As PostgreSQL calls the file.
  String name() {
    return name;
  }

  ObjectKey key() {
    return archive.key(name + algorithm.suffix());
  }

  /// The result, when what the archive has under the name decides it; null when the file is to be
  /// written. Every stored form has to agree.
  @Nullable PublishResult decide() {
    return decide(archive.findAll(name));
  }

  /// As [#decide()], by these forms alone.
  @Nullable PublishResult decide(List<ArchivedFile> existing) {
    Optional<Lsn> equalUpTo = Optional.empty();
    for (ArchivedFile file : existing) {
      Difference difference = difference(file);
      if (difference != null) {
        equalUpTo = equalUpTo(difference);
        if (equalUpTo.isEmpty()) {
          return overwrite ? null : new Conflict(file, difference);
        }
      }
    }
    if (existing.isEmpty()) {
      return null;
    }
    // It may be another process's that is not durable yet, and success is about to be reported.
    for (ArchivedFile file : existing) {
      archive.store().sync(archive.key(file.storedName()));
    }
    return new AlreadyThere(existing.getFirst(), equalUpTo);
  }

  private @Nullable Difference difference(ArchivedFile file) {
    try {
      return ContentComparison.compare(archive, file, source).orElse(null);
    } catch (CorruptException e) {
      if (overwrite) {
        return new Difference(0, 0, 0, file.modified(), file.modified());
      }
      throw e;
    }
  }

  private Optional<Lsn> equalUpTo(Difference difference) {
    if (kind instanceof WalFileName.Segment(var segment)) {
      return new SwitchPoints(archive, source.getParent())
          .equalUpTo(segment, segmentSize, difference.offset());
    }
    return Optional.empty();
  }

  /// @param rawBytes the length of the file before compression
  /// @param storedBytes its length as it is stored
  PublishResult publish(ObjectWriter writer, long rawBytes, long storedBytes) {
    if (writer.publish()) {
      return overwrite || archive.store().isNear()
          ? published(rawBytes)
          : stored(rawBytes, storedBytes);
    }
    PublishResult result = decide();
    if (result == null) {
      throw new StorageException(
          "\"" + archive.store().describe(key()) + "\" appeared and vanished while it was written",
          "Another process removes WAL from the archive: run the command again.");
    }
    return result;
  }

  /// Without another look at other forms of the file: there was one just before.
  private Stored stored(long rawBytes, long storedBytes) {
    return new Stored(new ArchivedFile(name, algorithm, storedBytes, Instant.now()), rawBytes);
  }

  /// Another server may have published the name with another compression at the same moment.
  private PublishResult published(long rawBytes) {
    List<ArchivedFile> others = new ArrayList<>();
    ArchivedFile own = null;
    for (ArchivedFile file : archive.findAll(name)) {
      if (file.algorithm() == algorithm) {
        own = file;
      } else {
        others.add(file);
      }
    }
    if (own == null) {
      throw new StorageException(
          "\"" + archive.store().describe(key()) + "\" vanished after it was written",
          "Another process removes WAL from the archive: run the command again.");
    }
    if (!others.isEmpty()) {
      if (overwrite) {
        replaceOthers(others);
      } else if (decide(others) instanceof Conflict conflict) {
        archive.store().delete(List.of(key()));
        return conflict;
      }
    }
    return new Stored(own, rawBytes);
  }

  private void replaceOthers(List<ArchivedFile> others) {
    archive.sync();
    List<ObjectKey> keys = new ArrayList<>();
    for (ArchivedFile file : others) {
      keys.add(archive.key(file.storedName()));
    }
    archive.store().delete(keys);
  }
}
