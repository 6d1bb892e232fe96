package io.jbackup.core.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drills that fail are recorded as failed and leave neither a server nor a directory behind.
final class FailingDrillIT {
  private static final int VERSION = PostgresBinaries.newest();
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private PostgresServer server;
  private DrillLab lab;
  private StoredBackup backup;

  @BeforeEach
  void takeBackup() throws Exception {
    server = DrillLab.server(VERSION);
    lab = new DrillLab(directory, server);
    server.sql("create table t as select g from generate_series(1, 1000) g");
    backup = lab.backup(BackupFixture.streaming());
  }

  @AfterEach
  void leavesNothingBehind() {
    server.close();
    assertThat(lab.runs()).isFalse();
    assertThat(lab.scratch).doesNotExist();
  }

  private String failure(DrillRequestBuilder request, Class<? extends Throwable> kind) {
    Throwable failure = catchThrowable(() -> lab.drill().run(request.build()));
    assertThat(failure).as("%s", lab.log.lines()).isInstanceOf(kind);
    return String.valueOf(failure.getMessage());
  }

  private void assertRecorded(String detail) {
    assertThat(Drills.of(lab.instance).last())
        .hasValueSatisfying(last -> {
          assertThat(last.passed()).isFalse();
          assertThat(last.backup()).isEqualTo(backup.id());
          assertThat(last.detail()).contains(detail);
        });
    assertThat(Drills.of(lab.instance).lastPassed()).isEmpty();
  }

  @Test
  void aDamagedBackupFails() throws Exception {
    Path folder =
        lab.instance.catalog().location().directory().orElseThrow().resolve(backup.folder().path());
    try (Stream<Path> files = Files.list(folder);
        RandomAccessFile archive =
            new RandomAccessFile(
                files
                    .filter(file -> file.toString().contains("/base."))
                    .findFirst()
                    .orElseThrow()
                    .toFile(),
                "rw")) {
      archive.seek(archive.length() / 2);
      int old = archive.read();
      archive.seek(archive.length() / 2);
      archive.write(old ^ 1);
    }
    assertThat(failure(lab.request(), CorruptException.class)).contains("is damaged in frame");
    assertRecorded("is damaged in frame");
  }

  @Test
  void anotherAnswerThanExpectedFails() {
    DrillQuery query = new DrillQuery("postgres", "select count(*) from t", Optional.of("1001"));
    assertThat(failure(lab.request().query(query), CorruptException.class))
        .isEqualTo("the query in database postgres answered \"1000\", expected was \"1001\"");
    assertRecorded("expected was \"1001\"");
  }

  @Test
  void aQueryThatCannotBeRunFails() {
    DrillQuery query = new DrillQuery("postgres", "select * from nowhere", Optional.empty());
    assertThat(failure(lab.request().query(query), ServerException.class))
        .contains("relation \"nowhere\" does not exist");
    assertRecorded("nowhere");
  }

  @Test
  void aServerThatDoesNotStartFailsWithWhatItsLogSays() {
    assertThat(
            failure(
                lab.request().setting("shared_preload_libraries", "gone"), ServerException.class))
        .startsWith("PostgreSQL ended before recovery was complete (exit code 1): ")
        .contains("FATAL: could not access file \"gone\"");
    assertRecorded("could not access file");
  }

  @Test
  void recoveryThatDoesNotReachItsTargetFails() throws Exception {
    server.sql("insert into t values (0)");
    String lsn = server.query("select pg_current_wal_lsn()");
    server.awaitArchived(server.switchWal());
    Files.writeString(directory.resolve("jbackup"), "#!/bin/sh\nexit 1\n");
    assertThat(
            failure(
                lab.request().target(RecoveryTarget.Position.parse(lsn)), ServerException.class))
        .contains("FATAL: recovery ended before configured recovery target was reached");
    assertRecorded("before configured recovery target");
  }

  @Test
  void aServerThatTakesTooLongIsStopped() {
    DrillQuery query = new DrillQuery("postgres", "select pg_sleep(600)", Optional.empty());
    assertThat(
            failure(
                lab.request().query(query).timeout(Duration.ofSeconds(5)), ServerException.class))
        .startsWith("PostgreSQL was stopped because it had not finished after 5 seconds");
    assertRecorded("had not finished after 5 seconds");
  }

  @Test
  void programsThatAreMissingOrOfAnotherVersionAreNamed() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("no programs"));
    assertThat(failure(lab.request().pgbin(empty), UsageException.class))
        .contains("no postgres of PostgreSQL " + VERSION, "no programs");
    Path older = PostgresBinaries.directory(15).resolve("bin");
    assertThat(failure(lab.request().pgbin(older), UsageException.class))
        .contains("found 15 in \"" + older + "\"");
    assertRecorded("found 15");
  }

  @Test
  void aDirectoryThatIsNotEmptyIsNotTouched() throws Exception {
    Path mine = Files.createDirectory(directory.resolve("mine"));
    Files.writeString(mine.resolve("precious"), "yes");
    assertThat(failure(lab.request().directory(mine), DestinationException.class))
        .isEqualTo("The drill's directory is not empty: \"" + mine + "\"");
    assertThat(mine.resolve("precious")).hasContent("yes");
    assertThat(Drills.of(lab.instance).last()).isEmpty();
  }

  @Test
  void anEmptyDirectoryIsEmptyAgainAfterwards() throws Exception {
    Path given = Files.createDirectory(directory.resolve("given"));
    DrillRecord record = lab.drill().run(lab.request().directory(given).build());
    assertThat(record.passed()).isTrue();
    assertThat(given).isEmptyDirectory();
  }

  @Test
  void aCancelledDrillStopsItsServerUnlocksTheBackupAndIsNotRecorded() throws Exception {
    DrillQuery query = new DrillQuery("postgres", "select pg_sleep(600)", Optional.empty());
    RunDrill drill = lab.drill();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() ->
                failure.set(catchThrowable(() -> drill.run(lab.request().query(query).build()))));
    awaitLine("databases can be used");
    assertThat(lab.runs()).isTrue();
    assertThat(locked()).isTrue();

    drill.cancel();
    assertThat(thread.join(DEADLINE)).isTrue();
    assertThat(failure.get()).isInstanceOf(CancelledException.class);
    assertThat(locked()).isFalse();
    assertThat(Drills.of(lab.instance).last()).isEmpty();
  }

  private boolean locked() {
    var lock =
        lab.instance
            .locks(LockRequest.withoutWaiting("delete"))
            .tryAcquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE);
    lock.ifPresent(HeldLock::close);
    return lock.isEmpty();
  }

  private void awaitLine(String text) throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (lab.log.lines().stream().noneMatch(line -> line.contains(text))) {
      if (System.nanoTime() > end) {
        throw new IOException("not told: " + text + " but " + lab.log.lines());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
