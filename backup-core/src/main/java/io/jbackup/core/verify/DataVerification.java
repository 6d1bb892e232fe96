package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.StoredArchive;
import org.jspecify.annotations.Nullable;

/// Reads everything that is stored of a backup back: its index is held against the control file,
/// its manifest against the manifest's own checksum, the control file against the manifest and
/// `global/pg_control`, every frame against the index, every file against the manifest.
public final class DataVerification {
  private static final String HINT =
      "Use another backup, and check the storage that this one lies on.";

  private final StoredBackup backup;
  private final int threads;
  private final Progress progress;

  public DataVerification(StoredBackup backup, int threads, Progress progress) {
    this.backup = backup;
    this.threads = threads;
    this.progress = progress;
  }

  /// Throws CorruptException naming what is damaged. Pages are not looked at: the server has done
  /// so while it sent them.
  public void run() {
    Damages damages = new Damages(_ -> {});
    collect(damages, false);
    damages.requireNone(HINT);
  }

  /// Goes on after damage. With `pages` the pages of relations are checked too, except those that
  /// the WAL of the backup overwrites. Throws StorageException when something cannot be read.
  public void collect(Damages damages, boolean pages) {
    BackupIndex index;
    try {
      index = BackupIndex.read(backup);
    } catch (CorruptException e) {
      damages.add(e);
      return;
    }
    ManifestTable table = table(damages);
    OriginCheck origin = new OriginCheck(backup, damages);
    origin.index();
    if (table != null) {
      origin.manifest(table.summary());
    }
    long total = index.archives().stream().mapToLong(StoredArchive::rawBytes).sum();
    progress.begin("Validating " + backup.id(), total);
    try {
      PageWalk walk = pages ? PageWalk.of(backup, damages).orElse(null) : null;
      for (StoredArchive archive : index.archives()) {
        verify(archive, visitor(archive, table, walk, origin, damages), damages);
      }
      if (table != null) {
        table.reportMissing(damages);
      }
    } finally {
      progress.end();
    }
  }

  private @Nullable ManifestTable table(Damages damages) {
    try {
      return ManifestTable.read(backup);
    } catch (CorruptException | IdentityException e) {
      damages.add(e);
      return null;
    }
  }

  private FileVisitor visitor(
      StoredArchive archive,
      @Nullable ManifestTable table,
      @Nullable PageWalk walk,
      OriginCheck origin,
      Damages damages) {
    if (archive.isWal()) {
      InstanceConfig config = backup.instance().config();
      return new SegmentFiles(config.segmentSize(), config.systemIdentifier(), damages);
    }
    return new ManifestCheck(archive.manifestPrefix(), table, walk, origin, damages);
  }

  private void verify(StoredArchive archive, FileVisitor visitor, Damages damages) {
    try (ArchiveWalk walk = new ArchiveWalk(backup, archive, visitor, damages, progress)) {
      walk.run(threads);
    } catch (CorruptException e) {
      damages.add(e);
    }
  }
}
