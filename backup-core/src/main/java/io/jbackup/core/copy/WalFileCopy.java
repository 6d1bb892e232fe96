package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.WalFileName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Copies one file of a WAL archive as it is stored. It is decompressed and checked on its way, so
/// that a damaged one never appears in the copy. Used by any number of threads.
final class WalFileCopy {
  private static final int PIECE = 256 << 10;

  private final WalArchive from;
  private final WalArchive to;
  private final WalIdentity identity;
  private final ObjectCopy objects;

  /// What the copy is known to have of a file.
  enum Presence {
    /// Nothing, as far as is known.
    ABSENT,
    /// The name under which it is stored.
    SAME_NAME,
    /// The file under another compression.
    OTHER_FORM
  }

  WalFileCopy(Instance from, Instance to, ObjectCopy objects) {
    this.from = from.archive();
    this.to = to.archive();
    this.identity = new WalIdentity(from.config().systemIdentifier(), from.config().segmentSize());
    this.objects = objects;
  }

  /// Throws CorruptException or IdentityException when it is damaged, CatalogException when the
  /// copy has another content.
  CopyResult copy(ArchivedFile file, Presence there) {
    List<ArchivedFile> others = there == Presence.OTHER_FORM ? to.findAll(file.name()) : List.of();
    if (!others.isEmpty()) {
      others.forEach(other -> requireSameContent(file, other));
      return CopyResult.walPresent();
    }
    if (there != Presence.SAME_NAME && transfer(file)) {
      return CopyResult.wal(file.storedBytes());
    }
    requireSame(file);
    return CopyResult.walPresent();
  }

  /// Whether it was deleted since it was listed.
  boolean isGone(ArchivedFile file) {
    return from.store().stat(from.key(file.storedName())).isEmpty();
  }

  /// False when the copy has the name already.
  private boolean transfer(ArchivedFile file) {
    ObjectKey source = from.key(file.storedName());
    ObjectKey target = to.key(file.storedName());
    requireHistory(file);
    int checksum;
    try (ObjectWriter writer = to.store().write(target, PutMode.CREATE_NEW)) {
      Tap tap = new Tap(writer);
      try (InputStream content = from.openChecked(file, identity, tap)) {
        Passage.drain(content);
        checksum = tap.finish(source, file.storedBytes());
      }
      if (!writer.commit()) {
        return false;
      }
    } catch (IOException e) {
      throw StorageFailures.ofStream(from.describe(file), e);
    }
    requireArrived(target, checksum);
    return true;
  }

  private void requireHistory(ArchivedFile file) {
    if (WalFileName.parse(file.name(), identity.segmentSize()).orElse(null)
        instanceof WalFileName.History(int timeline)) {
      from.history(timeline);
    }
  }

  private void requireArrived(ObjectKey target, int checksum) {
    try {
      objects.requireArrived(target, checksum);
    } catch (CorruptException e) {
      // This very call made it, and nothing else would ever replace it.
      try {
        to.store().delete(List.of(target));
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private void requireSame(ArchivedFile file) {
    ObjectKey source = from.key(file.storedName());
    ObjectKey target = to.key(file.storedName());
    if (!objects.isReadable()) {
      Optional<ObjectInfo> there = to.store().stat(target);
      if (there.isPresent() && there.get().size() != file.storedBytes()) {
        throw conflict(file, file);
      }
    } else if (!objects.isSame(source, target)) {
      requireSameContent(file, file);
    }
  }

  /// Reads both to their ends, so that damage is told as such.
  private void requireSameContent(ArchivedFile file, ArchivedFile existing) {
    if (!objects.isReadable()) {
      return;
    }
    boolean same = true;
    try (InputStream source = from.openChecked(file, identity, UnaryOperator.identity());
        InputStream target = to.openChecked(existing, identity, UnaryOperator.identity())) {
      byte[] one = new byte[PIECE];
      byte[] other = new byte[PIECE];
      int length;
      int otherLength;
      do {
        length = source.readNBytes(one, 0, PIECE);
        otherLength = target.readNBytes(other, 0, PIECE);
        same &= Arrays.equals(one, 0, length, other, 0, otherLength);
      } while (length == PIECE || otherLength == PIECE);
    } catch (IOException e) {
      throw StorageFailures.ofStream(from.describe(file), e);
    }
    if (!same) {
      throw conflict(file, existing);
    }
  }

  private CatalogException conflict(ArchivedFile file, ArchivedFile existing) {
    return new CatalogException(
        "\""
            + to.describe(existing)
            + "\" is there with another content than \""
            + from.describe(file)
            + "\"",
        "Two servers archived different WAL under one name, or one of the files is damaged:"
            + " compare them with \"jbackup validate\" of both catalogs, and remove the wrong one.");
  }

  /// Writes the stored bytes of a file while they are read.
  private final class Tap implements UnaryOperator<InputStream> {
    private final ObjectWriter writer;
    private @Nullable Passage passage;

    Tap(ObjectWriter writer) {
      this.writer = writer;
    }

    @Override
    public InputStream apply(InputStream stored) {
      Passage begun = new Passage(stored, writer, objects.progress());
      passage = begun;
      return new BufferedInputStream(begun, PIECE);
    }

    /// The checksum, after what the decompression left was written as well.
    int finish(ObjectKey source, long length) throws IOException {
      Passage begun = passage;
      if (begun == null) {
        throw new IllegalStateException("nothing was read");
      }
      begun.finish();
      objects.requireLength(source, begun, length);
      return begun.checksum();
    }
  }
}
