package io.jbackup.core.backup;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameArchiveWriter;
import io.jbackup.core.archive.FrameThreads;
import io.jbackup.core.archive.IndexWriter;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import io.jbackup.core.format.TarReader;
import io.jbackup.core.protocol.BaseBackupStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores what BASE_BACKUP sends: its archives, compressed by several threads, and its manifest.
final class DataReceiver implements AutoCloseable {
  /// The configuration files that PostgreSQL starts with, wherever they are.
  private static final List<String> CONFIGURATION =
      List.of("postgresql.conf", "pg_hba.conf", "pg_ident.conf");

  private final StoredBackup backup;
  private final Compression compression;
  private final int threads;
  private final IndexWriter index;
  private final Progress progress;
  private final Set<String> configuration = new HashSet<>(CONFIGURATION);
  private @Nullable FrameArchiveWriter archive;
  private @Nullable TarReader tar;
  private @Nullable ObjectWriter manifest;
  private long storedBytes;
  private long rawBytes;
  private long fileBytes;

  DataReceiver(
      StoredBackup backup,
      Compression compression,
      int threads,
      IndexWriter index,
      Progress progress) {
    this.backup = backup;
    this.compression = compression;
    this.threads = threads;
    this.index = index;
    this.progress = progress;
  }

  /// Reads the stream to its end. When it returns, every archive and the manifest are durable.
  void receive(BaseBackupStream stream) {
    while (true) {
      switch (stream.next()) {
        case ARCHIVE -> beginArchive(stream.archiveName());
        case DATA -> data(stream.array(), stream.offset(), stream.length());
        case MANIFEST -> beginManifest();
        case PROGRESS -> {}
        case END -> {
          finish();
          return;
        }
      }
    }
  }

  private void beginArchive(String name) {
    finishArchive();
    long oid =
        name.equals("base.tar")
            ? StoredArchive.MAIN
            : Long.parseLong(name.substring(0, name.length() - ".tar".length()));
    String stored = name + compression.algorithm().suffix();
    index.archive(stored, compression.algorithm(), oid);
    archive =
        new FrameArchiveWriter(
            stored,
            backup.store().write(backup.key(stored), PutMode.CREATE_NEW),
            compression,
            FrameThreads.fit(threads, backup.store()),
            index::frame);
    tar = new TarReader(stored, new FileNotes(oid == StoredArchive.MAIN));
  }

  private void data(byte[] bytes, int offset, int length) {
    if (manifest != null) {
      manifest.write(bytes, offset, length);
      return;
    }
    if (archive == null || tar == null) {
      throw new CorruptException(
          "the server sent data that belong to no archive", "Take the backup again.");
    }
    try {
      tar.feed(bytes, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    archive.write(bytes, offset, length);
    rawBytes += length;
    progress.advance(length);
  }

  private void beginManifest() {
    finishArchive();
    manifest = backup.store().write(backup.key(StoredBackup.MANIFEST), PutMode.CREATE_NEW);
  }

  private void finishArchive() {
    if (archive != null && tar != null) {
      tar.finish();
      storedBytes += archive.commit();
      archive.close();
    }
    archive = null;
    tar = null;
  }

  private void finish() {
    finishArchive();
    if (manifest == null) {
      throw new CorruptException("the server sent no manifest", "Take the backup again.");
    }
    manifest.commit();
  }

  /// Stored bytes of the archives.
  long storedBytes() {
    return storedBytes;
  }

  /// Raw bytes of the archives.
  long rawBytes() {
    return rawBytes;
  }

  /// The sum of the sizes of all files.
  long fileBytes() {
    return fileBytes;
  }

  /// The configuration files that were not in the data directory.
  List<String> missingConfiguration() {
    return CONFIGURATION.stream().filter(configuration::contains).toList();
  }

  @Override
  public void close() {
    if (archive != null) {
      archive.close();
    }
    if (manifest != null) {
      manifest.close();
    }
  }

  /// Notes where each file lies.
  private final class FileNotes implements TarHandler {
    private final boolean main;

    FileNotes(boolean main) {
      this.main = main;
    }

    @Override
    public void begin(TarEntry entry) {
      if (entry.type() != TarEntry.Type.FILE) {
        return;
      }
      index.file(entry.dataOffset(), entry.size(), entry.name());
      fileBytes += entry.size();
      if (main) {
        configuration.remove(entry.name());
      }
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      // Only the places of files are of interest here.
    }

    @Override
    public void end(TarEntry entry) {
      // Only the places of files are of interest here.
    }
  }
}
