package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.FrameArchiveReader;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import io.jbackup.core.format.TarReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;

/// Reads a backup's archives back and holds every file against the manifest.
public final class DataVerification {
  private final StoredBackup backup;
  private final int threads;
  private final Progress progress;

  public DataVerification(StoredBackup backup, int threads, Progress progress) {
    this.backup = backup;
    this.threads = threads;
    this.progress = progress;
  }

  /// Throws CorruptException naming what is damaged.
  public void run() {
    BackupIndex index = BackupIndex.read(backup);
    ManifestTable table = ManifestTable.read(backup);
    progress.begin(
        "Validating " + backup.id(),
        index.archives().stream()
            .filter(archive -> !archive.isWal())
            .mapToLong(StoredArchive::rawBytes)
            .sum());
    try {
      for (StoredArchive archive : index.archives()) {
        if (!archive.isWal()) {
          verify(archive, table);
        }
      }
      table.requireAllFound();
    } finally {
      progress.end();
    }
  }

  private void verify(StoredArchive archive, ManifestTable table) {
    TarReader tar =
        new TarReader(archive.fileName(), new FileCheck(archive.manifestPrefix(), table));
    FrameArchiveReader.read(
        backup,
        archive,
        threads,
        (buffer, offset, length) -> {
          try {
            tar.feed(buffer, offset, length);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          progress.advance(length);
        });
    tar.finish();
  }

  /// Sums up each file's bytes.
  private static final class FileCheck implements TarHandler {
    private final String prefix;
    private final ManifestTable table;
    private final CRC32C crc = new CRC32C();

    FileCheck(String prefix, ManifestTable table) {
      this.prefix = prefix;
      this.table = table;
    }

    @Override
    public void begin(TarEntry entry) {
      switch (entry.type()) {
        case FILE -> table.expect(prefix + entry.name(), entry.size());
        case DIRECTORY, SYMLINK -> {}
        case HARD_LINK ->
            throw new CorruptException(
                "unexpected hard link \"" + PgPath.display(entry.name()) + "\" in the archive",
                "Use another backup.");
      }
      crc.reset();
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      crc.update(buffer, offset, length);
    }

    @Override
    public void end(TarEntry entry) {
      if (entry.type() == TarEntry.Type.FILE) {
        table.found(prefix + entry.name(), entry.size(), (int) crc.getValue());
      }
    }
  }
}
