package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.core.Progress;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must not happen. None of it depends on the server's version, so one is enough.
class RestoreFaultsIT {
  private static final int VERSION = 18;

  @TempDir Path temp;

  private static PostgresServer server(RestoreLab lab) throws Exception {
    PostgresServer server = PostgresServer.version(VERSION).archiveCommand("false").start();
    lab.register(server);
    lab.archiveFrom(server);
    server.sql("create table t (a int)", "insert into t select generate_series(1, 100000)");
    return server;
  }

  private static Path file(StoredBackup backup, String prefix) throws IOException {
    Path folder =
        backup
            .instance()
            .catalog()
            .location()
            .directory()
            .orElseThrow()
            .resolve(backup.folder().path());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void assertCannotStart(Path data) throws IOException {
    assertThat(data.resolve("global/pg_control")).doesNotExist();
    assertThat(PostgresServer.onDirectory(VERSION, data).runToEnd()).contains("pg_control");
  }

  @Test
  void aDamagedArchiveIsNoticedAndTheCopyCannotBeStarted() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      StoredBackup backup = lab.backup(server, WalMode.STREAM);
      try (RandomAccessFile archive = new RandomAccessFile(file(backup, "base.").toFile(), "rw")) {
        archive.seek(archive.length() / 2);
        int old = archive.read();
        archive.seek(archive.length() / 2);
        archive.write(old ^ 1);
      }
      Path data = temp.resolve("data");
      assertThatThrownBy(() -> lab.restore(lab.request(data)))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("is damaged in frame");
      assertThat(lab.lines).anyMatch(line -> line.contains("is incomplete: no server starts"));
      assertCannotStart(data);
    }
  }

  @Test
  void aTornArchiveOfWalIsNoticedAndTheCopyCannotBeStarted() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      StoredBackup backup = lab.backup(server, WalMode.STREAM);
      try (RandomAccessFile archive = new RandomAccessFile(file(backup, "pg_wal").toFile(), "rw")) {
        archive.setLength(archive.length() - 10);
      }
      Path data = temp.resolve("data");
      assertThatThrownBy(() -> lab.restore(lab.request(data))).isInstanceOf(CorruptException.class);
      assertCannotStart(data);
    }
  }

  @Test
  void anInterruptedRestoreCannotBeStarted() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      lab.backup(server, WalMode.STREAM);
      AtomicReference<RestoreBackup> restoring = new AtomicReference<>();
      Progress cancelling =
          new Progress() {
            private long done;

            @Override
            public void begin(String task, long totalBytes) {}

            @Override
            public void advance(long bytes) {
              done += bytes;
              if (done > 10 << 20) {
                restoring.get().cancel();
              }
            }

            @Override
            public void end() {}
          };
      restoring.set(
          new RestoreBackup(
              lab.instance(), lab.locks("restore"), lab, cancelling, Clock.systemUTC()));
      Path data = temp.resolve("data");
      assertThatThrownBy(() -> restoring.get().run(lab.request(data).build()))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(data.resolve("PG_VERSION")).exists();
      assertCannotStart(data);
      assertThatThrownBy(() -> lab.restore(lab.request(data)))
          .isInstanceOf(DestinationException.class)
          .hasMessageStartingWith("Restore destination is not empty");
    }
  }

  @Test
  void aHoleInTheArchiveIsNamed() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      lab.backup(server, WalMode.STREAM);
      server.sql("insert into t values (0)");
      String missing = server.switchWal();
      server.sql("insert into t values (0)");
      server.awaitArchived(server.switchWal());
      Files.delete(
          lab.catalog.location().directory().orElseThrow().resolve("wal/main").resolve(missing));
      RestoreRequestBuilder request =
          lab.request(temp.resolve("data")).target(new RecoveryTarget.Latest());
      assertThatThrownBy(() -> lab.restore(request))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining(
              "WAL segment " + missing + " is missing although later ones are there")
          .hasMessageContaining("Recovery can be done up to time");
      assertThat(temp.resolve("data")).doesNotExist();
      assertThat(lab.restore(request.validate(false)).files()).isPositive();
    }
  }

  @Test
  void damagedWalAfterTheTargetDoesNotMatterAndIsNamedForOneBehindIt() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      lab.backup(server, WalMode.STREAM);
      server.sql("insert into t values (0)");
      String time = server.query("select clock_timestamp()");
      server.sql("insert into t values (0)");
      server.switchWal();
      server.sql("insert into t select generate_series(1, 10000)");
      String last = server.switchWal();
      server.awaitArchived(last);
      Path segment =
          lab.catalog.location().directory().orElseThrow().resolve("wal/main").resolve(last);
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(200);
        file.write("damage".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      }
      RestoreRequestBuilder request =
          lab.request(temp.resolve("data"))
              .target(RecoveryTarget.Time.parse("2099-01-01", java.time.ZoneOffset.UTC));
      assertThatThrownBy(() -> lab.restore(request))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining(last)
          .hasMessageContaining("Recovery can be done up to time");
      request.target(RecoveryTarget.Time.parse(time, java.time.ZoneOffset.UTC));
      assertThat(lab.restore(request).files()).isPositive();
    }
  }

  @Test
  void anArchiveBackupWithoutItsWalIsPassedOver() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      StoredBackup older = lab.backup(server, WalMode.STREAM);
      StoredBackup newer = lab.backup(server, WalMode.ARCHIVE);
      server.awaitArchived(server.switchWal());
      String segment =
          newer
              .control()
              .lsn(io.jbackup.catalog.backup.ControlField.START_LSN)
              .map(lsn ->
                  io.jbackup.catalog.wal.SegmentName.containing(
                          1, lsn, lab.instance().config().segmentSize())
                      .fileName(lab.instance().config().segmentSize()))
              .orElseThrow();
      Files.delete(
          lab.catalog.location().directory().orElseThrow().resolve("wal/main").resolve(segment));
      RestoreResult result = lab.restore(lab.request(temp.resolve("data")));
      assertThat(result.backup()).isEqualTo(older.id());
      assertThat(lab.lines)
          .anyMatch(line -> line.startsWith("WARNING: Backup " + newer.id() + " is passed over"));
    }
  }

  @Test
  void aCorruptBackupNeedsForce() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      StoredBackup backup = lab.backup(server, WalMode.STREAM);
      backup.save(backup.control().with(BackupStatus.CORRUPT));
      RestoreRequestBuilder request = lab.request(temp.resolve("data")).backup(backup.id());
      assertThatThrownBy(() -> lab.restore(request))
          .isInstanceOf(CatalogException.class)
          .hasMessage("Backup " + backup.id() + " has status CORRUPT");
      assertThat(lab.restore(request.force(true)).backup()).isEqualTo(backup.id());
      assertThat(lab.lines).anyMatch(line -> line.contains("HAS STATUS CORRUPT"));
    }
  }

  @Test
  void strangeFileNamesComeBack() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = server(lab)) {
      Path strange = server.dataDirectory();
      run("printf x > \"$1/caf$(printf '\\351')\"; printf y > \"$1/naïve\"", strange);
      server.share(strange);
      lab.backup(server, WalMode.STREAM);
      Path data = temp.resolve("data");
      lab.restore(lab.request(data));
      run("test \"$(cat \"$1/caf$(printf '\\351')\" \"$1/naïve\")\" = xy", data);
      run("rm \"$1/caf$(printf '\\351')\" \"$2/caf$(printf '\\351')\"", data, strange);
    }
  }

  private static void run(String script, Path... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of("/bin/sh", "-c", script, "sh"));
    Stream.of(arguments).map(Path::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
