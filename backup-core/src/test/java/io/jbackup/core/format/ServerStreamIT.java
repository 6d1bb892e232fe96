package io.jbackup.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.protocol.BaseBackupOptions;
import io.jbackup.core.protocol.BaseBackupStream;
import io.jbackup.core.protocol.BaseBackupStream.Event;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.ReplicationConnection;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalScan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/// Reads what real servers send for BASE_BACKUP: archives, label, map and manifest agree.
final class ServerStreamIT {
  private static final String ODD_NAME = "caf\u00E9 \"x\"";

  /// One base backup, taken apart and not kept.
  private static final class Received implements TarHandler {
    final Map<String, Integer> checksums = new HashMap<>();
    final Map<String, byte[]> small = new HashMap<>();
    private final ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String prefix = "";
    Lsn start = Lsn.ZERO;
    Lsn end = Lsn.ZERO;

    @Override
    public void begin(TarEntry entry) {
      crc.reset();
      content.reset();
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      crc.update(buffer, offset, length);
      content.write(buffer, offset, Math.min(length, 4096));
    }

    @Override
    public void end(TarEntry entry) {
      if (entry.type() == TarEntry.Type.FILE) {
        checksums.put(prefix + entry.name(), (int) crc.getValue());
        small.put(prefix + entry.name(), content.toByteArray());
      }
    }

    byte[] content(String name) {
      return small.getOrDefault(name, new byte[0]);
    }

    void receive(PostgresServer server) throws IOException {
      try (ReplicationConnection connection = connect(server);
          BaseBackupStream stream =
              connection.baseBackup(BaseBackupOptions.builder("läbel").build())) {
        start = stream.startLsn();
        @Nullable TarReader archive = null;
        for (Event event = stream.next(); event != Event.END; event = stream.next()) {
          switch (event) {
            case ARCHIVE -> {
              finish(archive);
              String name = stream.archiveName();
              prefix = name.equals("base.tar") ? "" : "pg_tblspc/" + name.replace(".tar", "/");
              archive = new TarReader(name, this);
            }
            case DATA -> feed(archive, stream);
            case MANIFEST -> {
              finish(archive);
              archive = null;
            }
            case PROGRESS, END -> {}
          }
        }
        end = stream.endLsn();
      }
    }

    private void feed(@Nullable TarReader archive, BaseBackupStream stream) throws IOException {
      if (archive == null) {
        manifest.write(stream.array(), stream.offset(), stream.length());
      } else {
        archive.feed(stream.array(), stream.offset(), stream.length());
      }
    }

    private static void finish(@Nullable TarReader archive) {
      if (archive != null) {
        archive.finish();
      }
    }

    ManifestReader.Summary manifest(Map<String, ManifestFile> files) throws IOException {
      return ManifestReader.read(
          new ByteArrayInputStream(manifest.toByteArray()),
          "backup_manifest",
          file -> files.put(file.name(), file));
    }
  }

  private static ReplicationConnection connect(PostgresServer server) {
    var target =
        new ConnectionResolver(Map.of(), Path.of("/nonexistent"), "postgres")
            .resolve(
                new ConnectionOptions(
                    null, server.host(), Integer.toString(server.port()), server.user()),
                ConnectionOptions.NONE,
                PasswordPolicy.NEVER,
                PasswordPrompter.NONE);
    return ReplicationConnection.open(target, NoticeListener.IGNORE);
  }

  @EveryPostgres
  void everyFileOfABackupHasItsManifestsChecksum(int major, @TempDir Path directory)
      throws Exception {
    Path tablespace = Files.createDirectory(directory.resolve("ts"));
    try (var server = PostgresServer.version(major).start()) {
      server.share(tablespace);
      writeOddFile(server.dataDirectory());
      server.sql(
          "create tablespace ts location '" + tablespace + "'",
          "create table t tablespace ts as select generate_series(1, 1000) a");
      String oid = server.query("select oid from pg_tablespace where spcname = 'ts'");
      Received backup = new Received();
      backup.receive(server);

      Map<String, ManifestFile> files = new HashMap<>();
      ManifestReader.Summary summary = backup.manifest(files);

      PgControl control = PgControl.read(server.dataDirectory());
      assertThat(summary.version()).isEqualTo(major < 17 ? 1 : 2);
      assertThat(summary.systemId().orElse(control.systemId())).isEqualTo(control.systemId());
      assertThat(summary.walRanges()).containsExactly(new WalRange(1, backup.start, backup.end));
      assertThat(files).containsKey(ODD_NAME).hasSizeGreaterThan(900);
      assertThat(files.keySet()).isEqualTo(backup.checksums.keySet());
      backup.checksums.forEach((name, crc) ->
          assertThat(files.get(name))
              .extracting(ManifestFile::checksum)
              .as(name)
              .isEqualTo(new ManifestChecksum.Crc32c(crc)));
      assertThat(label(backup).start()).isEqualTo(backup.start);
      assertThat(label(backup).label()).isEqualTo("läbel");
      assertThat(map(backup).entries())
          .isEqualTo(List.of(new TablespaceMap.Entry(Long.parseLong(oid), tablespace.toString())));
      assertThat(PgControl.parse(backup.content(PgControl.PATH), "base.tar").systemId())
          .isEqualTo(control.systemId());
    }
  }

  private static BackupLabel label(Received backup) {
    return BackupLabel.parse(backup.content(BackupLabel.NAME), "base.tar");
  }

  private static TablespaceMap map(Received backup) {
    return TablespaceMap.parse(backup.content(TablespaceMap.NAME), "base.tar");
  }

  /// With a name that is not UTF-8, which Java's own paths cannot express everywhere.
  private static void writeOddFile(Path data) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "echo 1 > \"$1/$(printf 'caf\\351 \"x\"')\"", "sh", "" + data)
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
  }

  @EveryPostgres
  void theWalOfAStandbysBackupIsReadToItsStop(int major) throws Exception {
    try (var primary = PostgresServer.version(major).start();
        var standby = primary.standby().start()) {
      verifyBackup(standby);
      primary.sql("create table t as select generate_series(1, 1000) a", "checkpoint");
      primary.awaitReplayOn(standby);
      standby.sql("checkpoint");
      verifyBackup(standby);
      primary.sql("insert into t select generate_series(1, 1000)");
      primary.awaitReplayOn(standby);
      verifyBackup(standby);
    }
  }

  private static void verifyBackup(PostgresServer standby) throws Exception {
    Received backup = new Received();
    backup.receive(standby);
    PgControl control = PgControl.read(standby.dataDirectory());
    Path wal = standby.dataDirectory().resolve("pg_wal");
    WalScan.Summary summary =
        WalScan.verify(
            segment -> {
              Path file = wal.resolve(segment.fileName(control.segmentSize()));
              return Files.exists(file)
                  ? Optional.of(Files.newInputStream(file))
                  : Optional.empty();
            },
            WalOrigin.of(control.systemId(), control.segmentSize(), TimelineHistory.root(1)),
            backup.start,
            backup.end);
    assertThat(label(backup).fromStandby()).isTrue();
    assertThat(summary.end()).isGreaterThanOrEqualTo(backup.end);
    assertThat(backup.end).isGreaterThan(label(backup).checkpoint());
  }
}
