package io.jbackup.core.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The replication commands on real servers.
final class ReplicationIT {
  private static final SegmentSize SEGMENT = new SegmentSize(16 << 20);

  @EveryPostgres
  void aBackupAndItsWalAreStreamed(int major) throws Exception {
    try (var server = PostgresServer.version(major).start();
        var wal = ReplicationConnection.open(socket(server), NoticeListener.IGNORE);
        var data = ReplicationConnection.open(tcp(server), NoticeListener.IGNORE)) {
      server.sql("create table t as select generate_series(1, 100000) as a");
      assertThat(data.serverMajor()).isEqualTo(major);
      SystemIdentity identity = data.identifySystem();
      assertThat(Long.toUnsignedString(identity.systemIdentifier()))
          .isEqualTo(server.query("select system_identifier from pg_control_system()"));
      assertThat(data.show("wal_segment_size")).isEqualTo("16MB");
      wal.createReplicationSlot("backup_slot", true, true);
      assertThat(data.readReplicationSlot("backup_slot").orElseThrow().restartLsn()).isPresent();
      assertThat(data.readReplicationSlot("absent")).isEmpty();

      BaseBackupStream backup = data.baseBackup(BaseBackupOptions.builder("a label").build());
      Lsn start = SEGMENT.startOf(SEGMENT.segmentOf(backup.startLsn()));
      WalStream stream = wal.startReplication("backup_slot", start, backup.startTimeline());
      Received received = receive(backup);
      assertThat(received.archives()).containsExactly("base.tar");
      assertThat(received.tarBytes() % 512).isZero();
      assertThat(received.tarBytes()).isGreaterThan(20 << 20);
      assertThat(received.manifest()).contains("\"Checksum-Algorithm\": \"CRC32C\"");
      assertThat(backup.tablespaces()).hasSize(1);
      assertThat(backup.tablespaces().getFirst().sizeKb()).isGreaterThan(10_000);

      assertThat(follow(stream, start, backup.endLsn())).isGreaterThanOrEqualTo(0);
      assertThat(wal.identifySystem().timeline()).isEqualTo(1);
      assertThat(data.identifySystem().systemIdentifier()).isEqualTo(identity.systemIdentifier());
    }
  }

  @EveryPostgres
  void nothingIsLeftOnAServerWhoseClientWentAway(int major) throws Exception {
    try (var server = PostgresServer.version(major).start()) {
      try (var wal = ReplicationConnection.open(socket(server), NoticeListener.IGNORE);
          var data = ReplicationConnection.open(tcp(server), NoticeListener.IGNORE)) {
        wal.createReplicationSlot("left", true, true);
        WalStream stream = wal.startReplication("left", Lsn.parse("0/1000000"), 1);
        BaseBackupStream backup =
            data.baseBackup(BaseBackupOptions.builder("x").maxRateKb(1024).build());
        assertThat(backup.next()).isEqualTo(BaseBackupStream.Event.ARCHIVE);
        Thread closer =
            Thread.ofPlatform()
                .start(() -> {
                  backup.close();
                  stream.close();
                });
        assertThatThrownBy(() -> receive(backup)).isInstanceOf(CancelledException.class);
        closer.join();
      }
      server.await("select count(*) = 0 from pg_stat_replication");
      server.await("select count(*) = 0 from pg_replication_slots");
    }
  }

  @EveryPostgres
  void aWaitForACheckpointIsBrokenOff(int major) throws Exception {
    try (var server = PostgresServer.version(major).setting("checkpoint_timeout", "1h").start();
        var data = ReplicationConnection.open(socket(server), NoticeListener.IGNORE)) {
      server.sql("create table t as select generate_series(1, 300000) as a");
      BaseBackupOptions spread = BaseBackupOptions.builder("x").fastCheckpoint(false).build();
      Thread canceller = Thread.ofPlatform().start(() -> cancelWhenBusy(server, data));
      ServerException failure =
          requireNonNull(
              catchThrowableOfType(ServerException.class, () -> data.baseBackup(spread)));
      assertThat(failure.sqlState()).isEqualTo("57014");
      canceller.join();
      assertThat(data.show("server_version_num")).startsWith(Integer.toString(major));
    }
  }

  @Test
  void errorsOfCommandsKeepTheirSqlState() throws Exception {
    try (var server = PostgresServer.version(PostgresBinaries.newest()).start();
        var connection = ReplicationConnection.open(socket(server), NoticeListener.IGNORE)) {
      assertThat(sqlState(() -> connection.timelineHistory(1))).isEqualTo("58P01");
      assertThat(sqlState(() -> connection.show("no_such_parameter"))).isEqualTo("42704");
      assertThat(sqlState(() -> connection.dropReplicationSlot("absent"))).isEqualTo("42704");
      assertThat(sqlState(() -> connection.createReplicationSlot("Bad Name", true, false)))
          .isEqualTo("42602");
      assertThat(sqlState(() -> connection.startReplication(null, Lsn.parse("F/0"), 1).next()))
          .isEqualTo("XX000");
      connection.createReplicationSlot("perm", false, false);
      assertThat(connection.readReplicationSlot("perm").orElseThrow().restartLsn()).isEmpty();
      connection.dropReplicationSlot("perm");
      assertThat(connection.readReplicationSlot("perm")).isEmpty();
    }
  }

  @EveryPostgres
  void aPromotedStandbyEndsItsOldTimelineAndTellsTheNext(int major) throws Exception {
    try (var primary = PostgresServer.version(major).start();
        var standby = primary.standby().start()) {
      primary.sql("create table t as select 1 as a");
      primary.awaitReplayOn(standby);
      try (var connection = ReplicationConnection.open(tcp(standby), NoticeListener.IGNORE)) {
        assertThat(connection.inHotStandby()).isTrue();
      }
      standby.promote();
      try (var connection = ReplicationConnection.open(tcp(standby), NoticeListener.IGNORE)) {
        TimelineHistoryFile file = connection.timelineHistory(2);
        assertThat(file.fileName()).isEqualTo("00000002.history");
        TimelineHistory history =
            TimelineHistory.parse(2, new String(file.content(), StandardCharsets.UTF_8));
        Lsn left = history.switchPoint(1).orElseThrow();
        Lsn start = SEGMENT.startOf(SEGMENT.segmentOf(left));
        WalStream stream = connection.startReplication(null, start, 1);
        long bytes = 0;
        for (var event = stream.next(); event != WalStream.Event.END; event = stream.next()) {
          bytes += event == WalStream.Event.DATA ? stream.length() : 0;
        }
        assertThat(bytes).isEqualTo(left.minus(start));
        assertThat(stream.timelineEnd()).contains(new WalStream.TimelineEnd(2, left));
        WalStream beyond = connection.startReplication(null, left, 1);
        assertThat(beyond.next()).isEqualTo(WalStream.Event.END);
        assertThat(beyond.timelineEnd()).isPresent();
        assertThat(connection.identifySystem().timeline()).isEqualTo(2);
      }
    }
  }

  @EveryPostgres
  void damagedPagesAreReportedAndFailTheBackup(int major) throws Exception {
    List<ServerError> notices = new ArrayList<>();
    try (var server = PostgresServer.version(major).dataChecksums(true).start()) {
      server.sql("create table t as select generate_series(1, 10000) as a", "checkpoint");
      Path file = server.dataDirectory().resolve(server.query("select pg_relation_filepath('t')"));
      server.restart();
      try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
        raw.seek(3 * 8192 + 4000);
        raw.writeInt(0x0BADBAD0);
      }
      try (var connection = ReplicationConnection.open(socket(server), notices::add)) {
        BaseBackupStream backup = connection.baseBackup(BaseBackupOptions.builder("x").build());
        assertThat(sqlState(() -> receive(backup))).isEqualTo("XX001");
        assertThat(backup.endLsn()).isGreaterThan(backup.startLsn());
      }
    }
    assertThat(notices)
        .anyMatch(notice -> notice.isWarning() && notice.message().contains("block 3"));
  }

  @EveryPostgres
  void aManifestIsUploadedForAnIncrementalBackup(int major) throws Exception {
    if (major < 17) {
      return;
    }
    try (var server = PostgresServer.version(major).setting("summarize_wal", "on").start();
        var connection = ReplicationConnection.open(socket(server), NoticeListener.IGNORE)) {
      server.sql("create table t as select generate_series(1, 100000) as a");
      Received full = receive(connection.baseBackup(BaseBackupOptions.builder("full").build()));
      assertThat(
              sqlState(() ->
                  connection.uploadManifest(
                      new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)))))
          .isNotEmpty();
      connection.uploadManifest(
          new ByteArrayInputStream(full.manifest().getBytes(StandardCharsets.UTF_8)));
      Received incremental =
          receive(
              connection.baseBackup(BaseBackupOptions.builder("incr").incremental(true).build()));
      assertThat(incremental.tarBytes()).isLessThan(full.tarBytes() / 2);
      assertThat(incremental.manifest()).contains("INCREMENTAL.");
    }
  }

  @Test
  void sqlAnswersAsText() throws Exception {
    try (var server = PostgresServer.version(PostgresBinaries.newest()).start();
        var connection = SqlConnection.open(tcp(server), NoticeListener.IGNORE)) {
      QueryResult result = connection.query("select 1; select 'ä' as a, null as b where true");
      assertThat(result.columns()).containsExactly("a", "b");
      assertThat(result.single()).contains("ä");
      assertThat(result.value(0, "b")).isNull();
      assertThat(connection.query("select 1 where false").single()).isEqualTo(Optional.empty());
      assertThat(connection.query("").rows()).isEmpty();
      assertThat(connection.query("select repeat('x', 3000000)").single().orElseThrow())
          .hasSize(3_000_000);
      String odd = "it's \\ \"odd\"";
      assertThat(connection.query("select " + SqlConnection.quoteLiteral(odd)).single())
          .contains(odd);
      assertThat(sqlState(() -> connection.query("select 1/0"))).isEqualTo("22012");
      server.sql(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name = 'jbackup'");
      assertThat(sqlState(() -> connection.query("select 1"))).isEqualTo("57P01");
    }
  }

  private record Received(List<String> archives, long tarBytes, String manifest) {}

  private static Received receive(BaseBackupStream backup) {
    List<String> archives = new ArrayList<>();
    ByteArrayOutputStream manifest = new ByteArrayOutputStream();
    boolean inManifest = false;
    long bytes = 0;
    for (var event = backup.next(); event != BaseBackupStream.Event.END; event = backup.next()) {
      switch (event) {
        case ARCHIVE -> archives.add(backup.archiveName());
        case MANIFEST -> inManifest = true;
        case DATA -> {
          if (inManifest) {
            manifest.write(backup.array(), backup.offset(), backup.length());
          } else {
            bytes += backup.length();
          }
        }
        case PROGRESS -> assertThat(backup.progressBytes()).isNotNegative();
        case END -> throw new AssertionError("the loop ended before");
      }
    }
    return new Received(archives, bytes, manifest.toString(StandardCharsets.UTF_8));
  }

  /// Reads WAL without a hole up to `end`, stops, and returns how much came after it.
  private static long follow(WalStream stream, Lsn start, Lsn end) {
    long position = start.value();
    boolean stopped = false;
    for (var event = stream.next(); event != WalStream.Event.END; event = stream.next()) {
      if (event == WalStream.Event.DATA) {
        assertThat(stream.dataStart()).isEqualTo(position);
        position += stream.length();
      }
      if (!stopped && Long.compareUnsigned(position, end.value()) >= 0) {
        Lsn reached = new Lsn(position);
        stream.sendStatus(reached, reached, reached, true);
        stream.stop();
        stopped = true;
      }
    }
    return position - end.value();
  }

  private static void cancelWhenBusy(PostgresServer server, ReplicationConnection connection) {
    try {
      server.await(
          "select count(*) > 0 from pg_stat_activity where wait_event = 'CheckpointDone' and pid = "
              + connection.processId());
      connection.cancel();
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sqlState(ThrowingCallable action) {
    return requireNonNull(catchThrowableOfType(ServerException.class, action)).sqlState();
  }

  private static ConnectionTarget tcp(PostgresServer server) {
    return target(server.host(), server);
  }

  private static ConnectionTarget socket(PostgresServer server) {
    return target(server.socketDirectory().toString(), server);
  }

  private static ConnectionTarget target(String host, PostgresServer server) {
    return FakeServer.target(
        "dbname=postgres user=%s host=%s port=%d".formatted(server.user(), host, server.port()),
        PasswordPrompter.NONE);
  }
}
