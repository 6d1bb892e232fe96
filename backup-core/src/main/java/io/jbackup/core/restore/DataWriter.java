package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.FrameArchiveReader;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.BackupLabel;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.format.TablespaceMap;
import io.jbackup.core.format.TarHandler;
import io.jbackup.core.format.TarReader;
import io.jbackup.core.restore.TreeWriter.Rules;
import io.jbackup.core.restore.TreeWriter.Treatment;
import io.jbackup.core.verify.ManifestTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Writes a backup's files to their directories, except those that decide whether a server can
/// start. Every file is held against the manifest.
final class DataWriter {
  static final String PG_CONTROL = "global/pg_control";
  static final String AUTO_CONF = "postgresql.auto.conf";

  private static final Map<String, Treatment> SPECIAL =
      Map.of(
          PG_CONTROL,
          Treatment.HOLD,
          TablespaceMap.NAME,
          Treatment.HOLD,
          AUTO_CONF,
          Treatment.HOLD,
          "recovery.signal",
          Treatment.DROP,
          "standby.signal",
          Treatment.DROP);

  private final StoredBackup backup;
  private final BackupIndex index;
  private final Destination destination;
  private final int threads;
  private final boolean force;
  private final boolean sync;
  private final Progress progress;
  private final Map<String, byte[]> held = new HashMap<>();
  private long files;
  private long bytes;
  private int mode;

  DataWriter(
      StoredBackup backup,
      BackupIndex index,
      Destination destination,
      RestoreRequest request,
      Progress progress) {
    this.backup = backup;
    this.index = index;
    this.destination = destination;
    this.threads = request.threads();
    this.force = request.force();
    this.sync = request.sync();
    this.progress = progress;
  }

  /// Writes everything but the files that [#held()] returns afterwards.
  void run() {
    ManifestTable manifest = ManifestTable.read(backup);
    progress.begin(
        "Restoring " + backup.id(),
        index.archives().stream().mapToLong(StoredArchive::rawBytes).sum());
    try {
      writeMain(manifest);
      for (StoredArchive archive : index.archives()) {
        if (!archive.isMain() && !archive.isWal()) {
          writeTablespace(archive, manifest);
        }
      }
      manifest.requireAllFound();
      index.wal().ifPresent(this::writeWal);
    } finally {
      progress.end();
    }
  }

  private void writeMain(ManifestTable manifest) {
    Path pgdata = destination.pgdata();
    create(pgdata);
    try (FileWriters output = new FileWriters(pgdata, threads, sync)) {
      destination.waldir().ifPresent(waldir -> link(waldir, pgdata.resolve("pg_wal")));
      Rules rules = name -> SPECIAL.getOrDefault(name, Treatment.WRITE);
      TreeWriter writer = new TreeWriter(output, "", manifest, rules);
      read(index.main(), writer, output);
      finishMain(writer, output);
    }
  }

  private void finishMain(TreeWriter writer, FileWriters output) {
    held.putAll(writer.held());
    count(writer);
    mode = writer.mode();
    if (!held.containsKey(PG_CONTROL)
        || !Files.exists(destination.pgdata().resolve(BackupLabel.NAME))) {
      throw new CorruptException(
          "backup " + backup.id() + " lacks " + PG_CONTROL + " or " + BackupLabel.NAME,
          "Use another backup.");
    }
    requireIdentity();
    output.directory("pg_wal", mode);
    output.directory("pg_tblspc", mode);
  }

  private void requireIdentity() {
    PgControl control = control();
    long expected = backup.instance().config().systemIdentifier();
    if (expected != 0 && expected != control.systemId() && !force) {
      throw new IdentityException(
          "backup "
              + backup.id()
              + " is of the cluster with system identifier "
              + control.systemIdText()
              + ", the instance's is "
              + Long.toUnsignedString(expected),
          "The backup does not belong to this instance; --force restores it nevertheless.");
    }
  }

  private PgControl control() {
    return PgControl.parse(
        held.getOrDefault(PG_CONTROL, new byte[0]), PG_CONTROL + " of backup " + backup.id());
  }

  private void writeTablespace(StoredArchive archive, ManifestTable manifest) {
    TablespacePlan.Target target =
        destination.tablespaces().targets().stream()
            .filter(t -> t.oid() == archive.tablespaceOid())
            .findFirst()
            .orElseThrow(() ->
                new CorruptException(
                    "the tablespace_map of backup "
                        + backup.id()
                        + " does not name tablespace "
                        + archive.tablespaceOid(),
                    "Use another backup."));
    create(target.directory());
    if (!target.inPlace()) {
      link(target.directory(), destination.pgdata().resolve("pg_tblspc/" + target.oid()));
    }
    try (FileWriters output = new FileWriters(target.directory(), threads, sync)) {
      TreeWriter writer =
          new TreeWriter(output, archive.manifestPrefix(), manifest, Rules.WRITE_ALL);
      read(archive, writer, output);
      count(writer);
    }
  }

  private void writeWal(StoredArchive archive) {
    PgControl control = control();
    try (FileWriters output = new FileWriters(destination.walDirectory(), threads, sync)) {
      output.directory("archive_status", mode);
      WalTree wal = new WalTree(output, control.segmentSize(), control.systemId(), mode);
      read(archive, wal, output);
    }
  }

  private void read(StoredArchive archive, TarHandler handler, FileWriters output) {
    TarReader tar = new TarReader(archive.fileName(), handler);
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
    output.finish();
  }

  private void count(TreeWriter writer) {
    files += writer.files();
    bytes += writer.bytes();
  }

  private static void create(Path directory) {
    try {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      FileOutput.createDirectory(directory, 0700);
    } catch (IOException e) {
      throw DestinationFailures.of("create the directory", directory, e);
    }
  }

  private static void link(Path target, Path link) {
    try {
      Path parent = link.getParent();
      if (parent != null) {
        FileOutput.createDirectory(parent, 0700);
      }
      if (!Files.isDirectory(target)) {
        create(target);
      }
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw DestinationFailures.of("create the link", link, e);
    }
  }

  /// The files that were not written, by name: those that the caller changes, and pg_control.
  Map<String, byte[]> held() {
    return held;
  }

  /// The server's major version as the backup's files tell it.
  int majorVersion() {
    return control().majorVersion();
  }

  /// Permission bits for more files of the data directory.
  int mode() {
    return mode;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }
}
