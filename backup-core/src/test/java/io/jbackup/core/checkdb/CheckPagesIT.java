package io.jbackup.core.checkdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckPagesIT {
  private static final int NEWEST = 18;
  private static final int ROUNDS = 8;

  @TempDir Path directory;
  private final RecordingLog log = new RecordingLog();

  private CheckPages.Result check(PostgresServer server) {
    return new CheckPages(server.dataDirectory(), log, Progress.NONE).run(2);
  }

  /// Flips a bit of a page on disk.
  private static void damage(Path file, int block) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(block * 8192L + 4000);
      int old = bytes.read();
      bytes.seek(block * 8192L + 4000);
      bytes.write(old ^ 8);
    }
  }

  @EveryPostgres
  void whileTheServerWritesNothingIsTakenForDamage(int version) throws Exception {
    try (PostgresServer server =
        PostgresServer.version(version)
            .dataChecksums(true)
            .setting("shared_buffers", "1MB")
            .setting("bgwriter_delay", "10ms")
            .start()) {
      server.sql(
          "create table t (id int primary key, x text)",
          "insert into t select g, repeat('x', 300) from generate_series(1, 20000) g");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<Exception> failure = new AtomicReference<>();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int writer = i;
        writers.add(Thread.ofPlatform().start(() -> write(server, writer, stop, failure)));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          CheckPages.Result result = check(server);
          assertThat(result.pages()).isGreaterThan(1000);
          assertThat(result.damaged()).as("%s", log.lines()).isZero();
        }
      } finally {
        stop.set(true);
        for (Thread writer : writers) {
          writer.join();
        }
      }
      assertThat(failure.get()).isNull();
    }
  }

  private static void write(
      PostgresServer server, int writer, AtomicBoolean stop, AtomicReference<Exception> failure) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; !stop.get(); i++) {
        statement.execute(
            "update t set x = md5(random()::text) || x where id % 50 = "
                + (i * 2 + writer) % 50
                + " and length(x) < 2000");
        statement.execute("create table s" + writer + " as select * from t limit 500");
        statement.execute("drop table s" + writer);
        statement.execute("checkpoint");
      }
    } catch (Exception e) {
      failure.set(e);
    }
  }

  @EveryPostgres
  void damagedPagesAreNamedWithFileAndBlock(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).dataChecksums(true).start()) {
      server.sql("create table t as select g from generate_series(1, 20000) g", "checkpoint");
      String path = server.query("select pg_relation_filepath('t')");
      server.stop(StopMode.FAST);
      assertThat(check(server).damaged()).isZero();
      damage(server.dataDirectory().resolve(path), 0);
      damage(server.dataDirectory().resolve(path), 17);
      assertThat(check(server).damaged()).isEqualTo(2);
      server.start();
      log.lines().clear();
      assertThat(check(server).damaged()).isEqualTo(2);
      for (int block : new int[] {0, 17}) {
        assertThat(log.lines())
            .filteredOn(line ->
                line.startsWith(
                    "WARNING: Corruption detected in file \""
                        + path
                        + "\", block "
                        + block
                        + ": page verification failed, calculated checksum "))
            .hasSize(1);
      }
    }
  }

  @Test
  void tablespacesAreCheckedAndAPageOfZerosIsWhole() throws Exception {
    Path space = Files.createDirectory(directory.resolve("space"));
    try (PostgresServer server = PostgresServer.version(NEWEST).dataChecksums(true).start()) {
      server.share(space);
      server.sql(
          "create tablespace s location '" + space + "'",
          "create table t tablespace s as select g from generate_series(1, 20000) g",
          "checkpoint");
      Path file = server.dataDirectory().resolve(server.query("select pg_relation_filepath('t')"));
      server.stop(StopMode.FAST);
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(5 * 8192L);
        bytes.write(new byte[8192]);
      }
      assertThat(check(server).damaged()).isZero();
      damage(file, 6);
      assertThat(check(server).damaged()).isEqualTo(1);
      assertThat(log.lines().getLast()).contains("pg_tblspc/").contains(", block 6: ");
    }
  }

  @Test
  void withoutChecksumsHeadersAreChecked() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).dataChecksums(false).start()) {
      server.sql("create table t as select g from generate_series(1, 20000) g", "checkpoint");
      Path file = server.dataDirectory().resolve(server.query("select pg_relation_filepath('t')"));
      server.stop(StopMode.FAST);
      damage(file, 3);
      assertThat(check(server).damaged()).isZero();
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(3 * 8192L + 12);
        bytes.write(new byte[] {-1, -1});
      }
      assertThat(check(server).damaged()).isEqualTo(1);
      assertThat(log.lines().getLast()).contains(", block 3: page header is invalid");
    }
  }

  @Test
  void whatIsNotTheClusterIsRefused() throws Exception {
    assertThatThrownBy(() -> new CheckPages(directory, log, Progress.NONE))
        .isInstanceOf(CatalogException.class);
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      CheckPages check = new CheckPages(server.dataDirectory(), log, Progress.NONE);
      assertThatThrownBy(() -> check.requireSystem(4711, "main"))
          .isInstanceOf(IdentityException.class)
          .hasMessageContaining("4711");
    }
  }
}
