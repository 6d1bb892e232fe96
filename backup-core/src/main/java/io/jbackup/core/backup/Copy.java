package io.jbackup.core.backup;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameArchiveWriter;
import io.jbackup.core.archive.IndexWriter;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.protocol.BaseBackupOptions;
import io.jbackup.core.protocol.BaseBackupStream;
import io.jbackup.core.protocol.ReplicationConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Copies the cluster: data by one connection, WAL by another, until both are whole and durable.
final class Copy {
  /// A frame of WAL as the index will have it.
  private record WalFrame(int storedLength, int rawLength, int storedCrc) {}

  private final StoredBackup backup;
  private final BackupRequest request;
  private final ServerFacts facts;
  private final Connections connections;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;
  private final List<WalFrame> walFrames = new ArrayList<>();

  Copy(
      StoredBackup backup,
      BackupRequest request,
      ServerFacts facts,
      Connections connections,
      JobLog log,
      Progress progress,
      Clock clock) {
    this.backup = backup;
    this.request = request;
    this.facts = facts;
    this.connections = connections;
    this.log = log;
    this.progress = progress;
    this.clock = clock;
  }

  /// Copies over `data`; the WAL comes over `wal` from `slot`, or is left to the archive when there
  /// is no such connection.
  CopiedData run(
      ReplicationConnection data, @Nullable ReplicationConnection wal, @Nullable String slot) {
    try (IndexWriter index =
            new IndexWriter(
                backup.store().write(backup.key(StoredBackup.INDEX), PutMode.CREATE_NEW));
        DataReceiver receiver =
            new DataReceiver(backup, request.compression(), request.threads(), index, progress);
        BaseBackupStream stream = data.baseBackup(options())) {
      begin(stream);
      return wal == null
          ? copyData(stream, receiver, index)
          : copyBoth(stream, receiver, index, wal, slot);
    } finally {
      progress.end();
    }
  }

  private BaseBackupOptions options() {
    return BaseBackupOptions.builder("jbackup " + backup.id())
        .progress(true)
        .fastCheckpoint(request.fastCheckpoint())
        .maxRateKb(request.maxRateKbps())
        .build();
  }

  private void begin(BaseBackupStream stream) {
    log.log(
        "Backup "
            + backup.id()
            + " starts at "
            + stream.startLsn()
            + " on timeline "
            + stream.startTimeline());
    long kilobytes =
        stream.tablespaces().stream()
            .mapToLong(BaseBackupStream.Tablespace::sizeKb)
            .filter(size -> size > 0)
            .sum();
    progress.begin("Copying " + backup.id(), kilobytes * 1024);
  }

  private static CopiedData copyData(
      BaseBackupStream stream, DataReceiver receiver, IndexWriter index) {
    receiver.receive(stream);
    return result(stream, receiver, stream.endTimeline(), 0, 0, index.commit());
  }

  private CopiedData copyBoth(
      BaseBackupStream stream,
      DataReceiver receiver,
      IndexWriter index,
      ReplicationConnection connection,
      @Nullable String slot) {
    Compression compression = request.compression();
    String name = "pg_wal.tar" + compression.algorithm().suffix();
    try (FrameArchiveWriter archive =
        new FrameArchiveWriter(
            name,
            backup.store().write(backup.key(name), PutMode.CREATE_NEW),
            compression,
            1,
            (stored, raw, crc) -> walFrames.add(new WalFrame(stored, raw, crc)))) {
      WalTar tar = new WalTar(archive, facts.segmentSize(), clock);
      int endTimeline = copyWithWal(stream, receiver, connection, slot, tar);
      long storedWal = tar.commit();
      index.archive(name, compression.algorithm(), StoredArchive.WAL);
      walFrames.forEach(f -> index.frame(f.storedLength(), f.rawLength(), f.storedCrc()));
      tar.writeIndex(index);
      return result(stream, receiver, endTimeline, tar.walBytes(), storedWal, index.commit());
    }
  }

  /// Returns the timeline at the end.
  private int copyWithWal(
      BaseBackupStream stream,
      DataReceiver receiver,
      ReplicationConnection connection,
      @Nullable String slot,
      WalTar tar) {
    try (WalReceiver wal =
        new WalReceiver(
            connection,
            slot,
            tar,
            facts.segmentSize(),
            stream.startLsn(),
            stream.startTimeline(),
            connections::close)) {
      wal.start();
      try {
        receiver.receive(stream);
        wal.finishAt(stream.endLsn());
      } catch (BackupException e) {
        // When the WAL stream failed first, its failure is the cause and this one the echo.
        wal.rethrow();
        throw e;
      }
      return wal.timeline();
    }
  }

  private static CopiedData result(
      BaseBackupStream stream,
      DataReceiver receiver,
      int endTimeline,
      long walBytes,
      long storedWal,
      long indexCrc) {
    Lsn stop = stream.endLsn();
    String tablespaces =
        stream.tablespaces().stream()
            .filter(tablespace -> !tablespace.isMain())
            .map(tablespace -> tablespace.oid() + " " + tablespace.location())
            .collect(Collectors.joining("; "));
    return new CopiedData(
        stream.startLsn(),
        stop,
        stream.startTimeline(),
        endTimeline,
        receiver.storedBytes(),
        receiver.rawBytes(),
        receiver.fileBytes(),
        walBytes,
        storedWal,
        indexCrc,
        tablespaces,
        receiver.missingConfiguration());
  }
}
