package io.jbackup.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window of a real server's archive.
class WindowIT {
  @TempDir Path directory;
  private PostgresServer server;
  private Instance instance;
  private Path archive;

  @BeforeEach
  void startArchiving() throws Exception {
    archive = directory.resolve("catalog/wal/" + BackupFixture.INSTANCE);
    server =
        PostgresServer.version(17)
            .walSegmentMebibytes(1)
            .archiveCommand("test ! -f " + archive + "/%f && cp %p " + archive + "/%f")
            .start();
    instance = BackupFixture.instance(directory.resolve("catalog"), server);
    server.share(directory);
    server.sql("create table t (x int)");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private StoredBackup take(BackupRequest request) {
    return BackupFixture.backup(instance, server, new RecordingLog()).run(request).backup();
  }

  /// Commits something in a segment of its own, which is archived afterwards; returns its name.
  private String commit() throws Exception {
    server.sql("insert into t values (1)");
    String name = server.switchWal();
    server.awaitArchived(name);
    return name;
  }

  private RecoveryWindow window() {
    return new WindowReader(instance, Clock.systemUTC()).read();
  }

  private TimelineWindow timeline() {
    return window().branches().getFirst();
  }

  @Test
  void withoutAnythingThereIsNoWindow() {
    RecoveryWindow window = window();

    assertThat(window.branches()).allMatch(branch -> branch.stretches().isEmpty());
    assertThat(window.newest()).isEmpty();
    assertThat(window.age()).isEmpty();
  }

  @Test
  void theWindowEndsJustBeforeTheLastCommitThatIsArchived() throws Exception {
    StoredBackup backup = take(BackupFixture.streaming());
    commit();
    Instant before = Instant.now();
    commit();
    Instant after = Instant.now();
    server.sql("insert into t values (2)");

    List<Reachable> stretches = timeline().stretches();

    assertThat(stretches).hasSize(1);
    Reachable stretch = stretches.getFirst();
    assertThat(stretch.from().orElseThrow())
        .isBeforeOrEqualTo(backup.control().time(ControlField.RECOVERY_TIME).orElseThrow());
    assertThat(stretch.to().orElseThrow()).isBetween(before, after);
    assertThat(stretch.backups()).containsExactly(backup.id());
    assertThat(window().newest().orElseThrow().lsn()).isEqualTo(stretch.lastLsn());
    assertThat(timeline().holes())
        .flatExtracting(Unreachable::reasons)
        .containsExactly(new Reason.NoBackupBefore());
  }

  @Test
  void aDeletedSegmentMakesAHoleUpToTheNextBackup() throws Exception {
    take(BackupFixture.archive());
    Instant before = Instant.now();
    commit();
    Instant after = Instant.now();
    String lost = commit();
    commit();
    StoredBackup corrupt = take(BackupFixture.streaming());
    corrupt.save(corrupt.control().with(BackupStatus.CORRUPT));
    StoredBackup second = take(BackupFixture.streaming());
    Files.delete(archive.resolve(lost));

    TimelineWindow branch = timeline();

    SegmentName name = SegmentName.parse(lost, instance.config().segmentSize());
    Unreachable hole = branch.holes().getLast();
    assertThat(hole.reasons())
        .containsExactly(
            new Reason.MissingSegments(name, name),
            new Reason.UnusableBackup(corrupt.id(), BackupStatus.CORRUPT));
    assertThat(hole.from().orElseThrow()).isBetween(before, after);
    assertThat(hole.to()).isEqualTo(second.control().time(ControlField.RECOVERY_TIME));
    assertThat(branch.stretches()).hasSize(2);
  }

  @Test
  void damageInTheNewestSegmentEndsTheWindow() throws Exception {
    take(BackupFixture.streaming());
    Instant before = Instant.now();
    commit();
    Instant after = Instant.now();
    String damaged = commit();
    try (RandomAccessFile file = new RandomAccessFile(archive.resolve(damaged).toFile(), "rw")) {
      file.seek(60);
      file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }

    TimelineWindow branch = timeline();

    assertThat(branch.stretches().getLast().to().orElseThrow()).isBetween(before, after);
    Unreachable hole = branch.holes().getLast();
    assertThat(hole.begin()).isEqualTo(branch.stretches().getLast().end());
    assertThat(hole.reasons()).hasSize(1).first().isInstanceOf(Reason.DamagedWal.class);
    assertThat(hole.reasons().getFirst().words(instance.config().segmentSize())).contains(damaged);
  }
}
