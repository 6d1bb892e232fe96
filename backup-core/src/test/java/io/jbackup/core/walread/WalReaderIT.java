package io.jbackup.core.walread;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.PostgresServerBuilder;
import io.jbackup.core.walread.TargetResult.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what real servers wrote, from their pg_wal.
final class WalReaderIT {
  private static final Lsn ALL = new Lsn(-1);

  private static PostgresServerBuilder version(int major) {
    return PostgresServer.version(major)
        .walSegmentMebibytes(1)
        .setting("wal_keep_size", "200MB")
        .setting("max_prepared_transactions", "5")
        .setting("track_commit_timestamp", "on");
  }

  private static SegmentSource source(PostgresServer server) {
    Path wal = server.dataDirectory().resolve("pg_wal");
    SegmentSize size = PgControl.read(server.dataDirectory()).segmentSize();
    return segment -> {
      Path file = wal.resolve(segment.fileName(size));
      return Files.exists(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    };
  }

  private static WalOrigin origin(PostgresServer server, TimelineHistory history) {
    PgControl control = PgControl.read(server.dataDirectory());
    return WalOrigin.of(control.systemId(), control.segmentSize(), history);
  }

  private static WalOrigin origin(PostgresServer server) {
    return origin(server, TimelineHistory.root(1));
  }

  private static Lsn lsn(PostgresServer server, String sql) throws Exception {
    return Lsn.parse(server.query(sql));
  }

  @EveryPostgres
  void aBackupsWalIsVerifiedAndItsLastCommitTold(int major) throws Exception {
    try (var server = version(major).start();
        var connection = server.connect();
        var backup = connection.createStatement()) {
      backup.execute("select pg_backup_start('x', true)");
      Lsn start = PgControl.read(server.dataDirectory()).redo();
      server.sql(
          "create table t as select g, repeat(md5(g::text), 9) as x from generate_series(1, 30000) g",
          "create index on t(x)",
          "update t set g = g + 1 where g % 7 = 0",
          "select pg_switch_wal()",
          "select pg_logical_emit_message(false, 'large', repeat('0123456789', 2000000))");
      String xid = server.query("insert into t values (1) returning pg_current_xact_id()::xid");
      String time = "select extract(epoch from pg_xact_commit_timestamp('" + xid + "')) * 1000000";
      long micros = Long.parseLong(server.query(time).replaceAll("\\..*", ""));
      var stopped = backup.executeQuery("select lsn from pg_backup_stop(false)");
      assertThat(stopped.next()).isTrue();
      Lsn stop = Lsn.parse(stopped.getString(1));

      WalScan.Summary summary = WalScan.verify(source(server), origin(server), start, stop);

      assertThat(summary.end()).isEqualTo(stop);
      assertThat(summary.records()).isGreaterThan(40_000);
      assertThat(summary.lastCommit().orElseThrow().xid()).isEqualTo(Integer.parseInt(xid));
      assertThat(summary.lastCommit().orElseThrow().time())
          .isEqualTo(Instant.EPOCH.plus(Duration.ofNanos(micros * 1000)));
      assertThat(events(server, start, stop)).endsWith(new WalEvent.BackupEnd(start));
    }
  }

  private static List<WalEvent> events(PostgresServer server, Lsn start, Lsn stop) {
    List<WalEvent> events = new ArrayList<>();
    try (WalReader reader = new WalReader(source(server), origin(server), start, stop)) {
      while (reader.next()) {
        reader.record().event().ifPresent(events::add);
      }
    }
    return events;
  }

  @EveryPostgres
  void preparedTransactionsAndRestorePointsAreFound(int major) throws Exception {
    try (var server = version(major).start()) {
      server.sql("create table t(a int)", "checkpoint");
      Lsn start = PgControl.read(server.dataDirectory()).redo();
      String prepared = prepare(server, "one");
      String rolledBack = prepare(server, "two");
      Lsn point = lsn(server, "select pg_create_restore_point('the point')");
      server.sql("commit prepared 'one'", "rollback prepared 'two'");
      SegmentSource source = source(server);
      WalOrigin origin = origin(server);

      Found byName = (Found) WalScan.find(source, origin, start, new ScanTarget.Name("the point"));
      assertThat(byName.recovered()).isEqualTo(point);
      Found byXid = (Found) WalScan.find(source, origin, start, xid(prepared));
      assertThat(byXid.lastCommit().orElseThrow().xid()).isEqualTo(Integer.parseInt(prepared));
      assertThat(WalScan.find(source, origin, start, xid(rolledBack))).isInstanceOf(Found.class);
      assertThat(WalScan.find(source, origin, start, new ScanTarget.Xid(999_999, true)))
          .isInstanceOf(TargetResult.NotFound.class);
    }
  }

  private static ScanTarget xid(String xid) {
    return new ScanTarget.Xid(Integer.parseInt(xid), true);
  }

  /// With subtransactions, dropped relations and their statistics, so that the record is full.
  private static String prepare(PostgresServer server, String name) throws Exception {
    server.sql("create table dropped_" + name + "(a int primary key, b text)");
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute("begin");
      statement.execute("insert into t values (1)");
      statement.execute("savepoint s");
      statement.execute("insert into t values (2)");
      statement.execute("drop table dropped_" + name);
      statement.execute("create table created_" + name + "(a int)");
      var current = statement.executeQuery("select pg_current_xact_id()::xid");
      assertThat(current.next()).isTrue();
      String xid = current.getString(1);
      statement.execute("prepare transaction '" + name + "'");
      return xid;
    }
  }

  @EveryPostgres
  void aPromotedServersTimelinesAreReadAsOne(int major) throws Exception {
    try (var primary = version(major).start();
        var standby =
            primary
                .standby()
                .setting("wal_keep_size", "200MB")
                .setting("max_prepared_transactions", "5")
                .start()) {
      primary.sql("create table t as select generate_series(1, 20000) a", "checkpoint");
      Lsn start = PgControl.read(primary.dataDirectory()).redo();
      primary.sql("insert into t select generate_series(1, 9000)");
      primary.awaitReplayOn(standby);
      standby.promote();
      standby.sql("insert into t select generate_series(1, 9000)", "checkpoint");
      Path file = standby.dataDirectory().resolve("pg_wal/00000002.history");
      TimelineHistory history = TimelineHistory.parse(2, Files.readString(file));
      Lsn switched = history.switchPoint(1).orElseThrow();
      Lsn stop = lsn(standby, "select pg_current_wal_flush_lsn()");
      SegmentSource all = source(standby);

      WalScan.Summary both = WalScan.verify(all, origin(standby, history), start, stop);
      WalScan.Summary old = WalScan.verify(all, origin(standby), start, switched);
      SegmentSource oldOnly =
          segment -> segment.timeline() == 1 ? all.open(segment) : Optional.empty();

      assertThat(both.end()).isEqualTo(stop);
      assertThat(old.end()).isEqualTo(switched);
      assertThat(both.records()).isGreaterThan(old.records() + 9000);
      try (WalReader reader = new WalReader(oldOnly, origin(standby, history), start, ALL)) {
        while (reader.next()) {}
        SegmentSize size = PgControl.read(standby.dataDirectory()).segmentSize();
        assertThat(reader.end())
            .isEqualTo(new WalEnd.Absent(switched, SegmentName.containing(2, switched, size)));
      }
    }
  }

  @EveryPostgres
  void aStopOnAPageBoundaryIsTheSameBeforeAndBehindTheHeader(int major) throws Exception {
    try (var server = version(major).start()) {
      server.sql("checkpoint");
      Lsn start = PgControl.read(server.dataDirectory()).redo();
      Lsn end = fillPage(server);

      for (Lsn stop : List.of(end, end.plus(24))) {
        assertThat(WalScan.verify(source(server), origin(server), start, stop).end())
            .isEqualTo(end);
      }
    }
  }

  /// Writes until a record ends where a page does: the server may write records of its own between.
  /// A message of up to 200 bytes is 51 bytes longer as a record (24 of header, 2 of main data
  /// header, 24 of xl_logical_message, 1 of the empty prefix).
  private static Lsn fillPage(PostgresServer server) throws Exception {
    for (int i = 0; i < 2000; i++) {
      long at = lsn(server, "select pg_current_wal_insert_lsn()").value();
      long room = 8192 - at % 8192;
      long length = room >= 56 && room <= 240 ? room - 51 : 100;
      Lsn end =
          lsn(server, "select pg_logical_emit_message(false, '', repeat('x', " + length + "))");
      if (end.value() % 8192 == 0 && end.value() % (1 << 20) != 0) {
        server.sql("checkpoint");
        return end;
      }
    }
    throw new AssertionError("no record ended with a page");
  }

  @EveryPostgres
  void aRecordThatACrashCutIsPassedOver(int major) throws Exception {
    try (var server = version(major).start()) {
      server.sql("create table t(a int)", "checkpoint");
      Lsn start = PgControl.read(server.dataDirectory()).redo();
      server.sql(
          "insert into t values (1)",
          "select pg_logical_emit_message(false, 'large', repeat('0123456789', 300000))");
      Lsn end = lsn(server, "select pg_current_wal_insert_lsn()");
      server.kill();
      SegmentSize size = PgControl.read(server.dataDirectory()).segmentSize();
      Path wal = server.dataDirectory().resolve("pg_wal");
      for (long number = size.segmentOf(end); ; number++) {
        if (!Files.deleteIfExists(wal.resolve(new SegmentName(1, number).fileName(size)))) {
          break;
        }
      }
      server.start();
      server.sql("insert into t values (2)", "checkpoint");
      Lsn stop = lsn(server, "select pg_current_wal_flush_lsn()");

      WalScan.Summary summary = WalScan.verify(source(server), origin(server), start, stop);

      assertThat(summary.end()).isEqualTo(stop);
      assertThat(server.query("select count(*) from t")).isEqualTo("2");
      assertThat(overwritten(server, start, stop)).isEqualTo(1);
    }
  }

  /// Counts XLOG_OVERWRITE_CONTRECORD.
  private static int overwritten(PostgresServer server, Lsn start, Lsn stop) {
    int count = 0;
    try (WalReader reader = new WalReader(source(server), origin(server), start, stop)) {
      while (reader.next()) {
        WalRecord record = reader.record();
        count += record.rmid() == 0 && (record.info() & 0xF0) == 0xD0 ? 1 : 0;
      }
    }
    return count;
  }
}
