package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

class PointInTimeIT {
  @TempDir Path temp;
  private int restores;

  /// Row 1 is in the backup; rows 2, 3 and 4 came later, one transaction each.
  @EveryPostgres
  void everyKindOfTargetIsReached(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).archiveCommand("false").start()) {
      lab.register(server);
      lab.archiveFrom(server);
      server.sql("create table t (a int)", "insert into t values (1)");
      lab.backup(server, WalMode.STREAM);
      server.sql("insert into t values (2)");
      String time =
          server.query(
              "select to_char(clock_timestamp() at time zone 'Asia/Kolkata', 'YYYY-MM-DD HH24:MI:SS.US') || '+05:30'");
      server.sql("select pg_create_restore_point('before 3')");
      String xid = server.query("insert into t values (3) returning pg_current_xact_id()");
      String lsn = server.query("select pg_current_wal_insert_lsn()");
      server.sql("insert into t values (4)");
      server.awaitArchived(server.switchWal());

      assertThat(rows(lab, version, time(time))).isEqualTo("1 2");
      assertThat(rows(lab, version, RecoveryTarget.Xid.parse(xid))).isEqualTo("1 2 3");
      assertThat(rows(lab, version, RecoveryTarget.Position.parse(lsn))).isEqualTo("1 2 3");
      assertThat(rows(lab, version, new RecoveryTarget.Name("before 3"))).isEqualTo("1 2");
      assertThat(rows(lab, version, new RecoveryTarget.Immediate())).isEqualTo("1");
      assertThat(rows(lab, version, new RecoveryTarget.Latest())).isEqualTo("1 2 3 4");
      RestoreRequestBuilder exclusive =
          request(lab).target(RecoveryTarget.Xid.parse(xid)).inclusive(false);
      assertThat(rows(lab, version, exclusive.action(RecoveryAction.PROMOTE))).isEqualTo("1 2");
      refusals(lab, version);
    }
  }

  private void refusals(RestoreLab lab, int version) throws Exception {
    RestoreRequestBuilder early = request(lab).target(time("2020-01-01"));
    assertThatThrownBy(() -> lab.restore(early))
        .isInstanceOf(TargetException.class)
        .hasMessage("Backup satisfying target options is not found.");
    for (RecoveryTarget late :
        new RecoveryTarget[] {
          time("2099-01-01"),
          RecoveryTarget.Xid.parse("123456"),
          RecoveryTarget.Position.parse("7F/0"),
          new RecoveryTarget.Name("never made")
        }) {
      RestoreRequestBuilder request = request(lab).target(late);
      assertThatThrownBy(() -> lab.restore(request))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("cannot reach " + late.words())
          .hasMessageContaining("Recovery can be done up to time ");
      assertThat(request.build().pgdata()).doesNotExist();
    }
    String message =
        org.assertj.core.api.Assertions.catchThrowable(
                () -> lab.restore(request(lab).target(time("2099-01-01"))))
            .getMessage();
    Matcher range = Pattern.compile("up to time (.+), xid (\\d+) and LSN (\\S+)").matcher(message);
    assertThat(range.find()).isTrue();
    assertThat(rows(lab, version, time(range.group(1)))).isEqualTo("1 2 3");
    assertThat(rows(lab, version, RecoveryTarget.Xid.parse(range.group(2)))).isEqualTo("1 2 3 4");
    assertThat(rows(lab, version, RecoveryTarget.Position.parse(range.group(3))))
        .isEqualTo("1 2 3 4");
  }

  @EveryPostgres
  void timelinesAreFollowedAsAskedFor(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).archiveCommand("false").start()) {
      lab.register(server);
      lab.archiveFrom(server);
      server.sql("create table t (a int)", "insert into t values (1)");
      lab.backup(server, WalMode.STREAM);
      server.sql("insert into t values (2)");
      String common = server.switchWal();
      server.awaitArchived(common);
      branch(lab, version);
      server.sql("insert into t values (20)");
      server.awaitArchived(server.switchWal());

      assertThat(rows(lab, version, new RecoveryTarget.Latest())).isEqualTo("1 2 20");
      for (String timeline : new String[] {"2", "latest"}) {
        RestoreRequestBuilder request =
            request(lab)
                .target(new RecoveryTarget.Latest())
                .timeline(TimelineChoice.parse(timeline));
        assertThat(rows(lab, version, request)).isEqualTo("1 2 30");
      }
      assertThatThrownBy(() ->
              lab.restore(
                  request(lab).timeline(TimelineChoice.parse("5")).target(time("2099-01-01"))))
          .isInstanceOf(TargetException.class);
    }
  }

  /// A copy that is promoted: timeline 2, with a row and a backup of its own.
  private void branch(RestoreLab lab, int version) throws Exception {
    Path data = temp.resolve("branch");
    lab.restore(lab.request(data).target(new RecoveryTarget.Latest()));
    lab.instance().archive();
    try (PostgresServer copy = PostgresServer.onDirectory(version, data).start()) {
      copy.await("select not pg_is_in_recovery()");
      copy.sql("insert into t values (30)");
      copy.awaitArchived(copy.switchWal());
    }
  }

  private RestoreRequestBuilder request(RestoreLab lab) {
    restores++;
    return lab.request(temp.resolve("restored" + restores));
  }

  private static RecoveryTarget time(String text) {
    return RecoveryTarget.Time.parse(text, ZoneOffset.UTC);
  }

  private String rows(RestoreLab lab, int version, RecoveryTarget target) throws Exception {
    RestoreRequestBuilder request = request(lab).target(target);
    if (target.stopsEarly()) {
      request.action(RecoveryAction.PROMOTE);
    }
    return rows(lab, version, request);
  }

  /// The rows of t after the restored server has ended its recovery.
  private static String rows(RestoreLab lab, int version, RestoreRequestBuilder request)
      throws Exception {
    RestoreResult result = lab.restore(request);
    assertThat(Files.exists(result.pgdata().resolve("recovery.signal"))).isTrue();
    try (PostgresServer copy =
        PostgresServer.onDirectory(version, result.pgdata())
            .setting("archive_mode", "off")
            .start()) {
      copy.await("select not pg_is_in_recovery()");
      return copy.query("select string_agg(a::text, ' ' order by a) from t");
    }
  }
}
