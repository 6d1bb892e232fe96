package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.TargetSearch.Goal;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetSearchIT {
  private static final Pattern RANGE =
      Pattern.compile("Recovery can be done up to time (.+), xid (\\d+) and LSN (\\S+)");

  @TempDir Path temp;

  /// What a server wrote, and where.
  private record History(
      BackupId first, BackupId second, String time, String xid, String lsn, String middle) {}

  private static RecoveryTarget time(String text) {
    return RecoveryTarget.Time.parse(text, ZoneOffset.UTC);
  }

  private static Goal find(RestoreLab lab, RecoveryTarget target) {
    return find(lab, target, new TimelineChoice.Unset(), Optional.empty());
  }

  private static Goal find(
      RestoreLab lab, RecoveryTarget target, TimelineChoice timeline, Optional<BackupId> backup) {
    TargetQuestion question = new TargetQuestion(target, true, timeline, backup);
    return new TargetSearch(lab.instance(), question, lab, Progress.NONE, ZoneOffset.UTC)
        .find(_ -> true);
  }

  /// Two backups; between them and after them a restore point, some transactions, several segments.
  private static History history(RestoreLab lab, PostgresServer server) throws Exception {
    lab.register(server);
    lab.archiveFrom(server);
    server.sql("create table t (a int)", "insert into t values (1)");
    BackupId first = lab.backup(server, WalMode.STREAM).id();
    server.sql("insert into t values (2)", "select pg_create_restore_point('early')");
    server.switchWal();
    BackupId second = lab.backup(server, WalMode.STREAM).id();
    server.sql("insert into t values (3)", "select pg_create_restore_point('late')");
    server.switchWal();
    server.sql("insert into t values (4)");
    String middle = server.switchWal();
    String xid = server.query("insert into t values (5) returning pg_current_xact_id()");
    String time =
        server.query(
            "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')");
    String lsn = server.query("select pg_current_wal_insert_lsn()");
    server.sql("insert into t values (6)", "select pg_create_restore_point('last')");
    server.awaitArchived(server.switchWal());
    return new History(first, second, time, xid, lsn, middle);
  }

  @EveryPostgres
  void everyKindOfTargetIsFoundFromTheRightBackup(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).archiveCommand("false").start()) {
      History made = history(lab, server);
      assertThat(find(lab, time(made.time())).backup()).isEqualTo(made.second());
      assertThat(find(lab, RecoveryTarget.Xid.parse(made.xid())))
          .matches(goal -> goal.backup().equals(made.second()))
          .matches(goal -> goal.xid() == Long.parseLong(made.xid()));
      assertThat(find(lab, RecoveryTarget.Position.parse(made.lsn())).backup())
          .isEqualTo(made.second());
      assertThat(find(lab, new RecoveryTarget.Name("late")).backup()).isEqualTo(made.second());
      assertThat(find(lab, new RecoveryTarget.Name("early")).backup()).isEqualTo(made.first());
      assertThat(find(lab, new RecoveryTarget.Latest()).backup()).isEqualTo(made.second());
      assertThat(find(lab, new RecoveryTarget.Immediate()).backup()).isEqualTo(made.second());
      Optional<BackupId> first = Optional.of(made.first());
      assertThat(find(lab, time(made.time()), new TimelineChoice.Unset(), first).backup())
          .isEqualTo(made.first());
      assertThatThrownBy(() -> find(lab, time("2020-01-01")))
          .isInstanceOf(TargetException.class)
          .hasMessage("Backup satisfying target options is not found.");
    }
  }

  @EveryPostgres
  void howFarRecoveryGetsIsToldAndTrue(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).archiveCommand("false").start()) {
      history(lab, server);
      assertThatThrownBy(() -> find(lab, new RecoveryTarget.Name("never")))
          .isInstanceOf(TargetException.class)
          .hasMessageStartingWith("Not enough WAL records to name \"never\"");
      assertThatThrownBy(() -> find(lab, RecoveryTarget.Xid.parse("123456")))
          .hasMessageStartingWith("Not enough WAL records to xid 123456");
      assertThatThrownBy(() -> find(lab, RecoveryTarget.Position.parse("7F/0")))
          .hasMessageStartingWith("Not enough WAL records to lsn 7F/0");
      assertThatThrownBy(() -> find(lab, time("2099-01-01")))
          .hasMessageStartingWith("Not enough WAL records to time 2099-01-01 00:00:00+00");
      reachesWhatItTold(lab);
    }
  }

  private static void reachesWhatItTold(RestoreLab lab) {
    Matcher range = RANGE.matcher(lab.lines.getLast());
    assertThat(range.find()).as("%s", lab.lines).isTrue();
    find(lab, time(range.group(1)));
    find(lab, RecoveryTarget.Xid.parse(range.group(2)));
    find(lab, RecoveryTarget.Position.parse(range.group(3)));
  }

  @Test
  void aHoleAndDamageInTheMiddleEndTheWay() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(18).archiveCommand("false").start()) {
      History made = history(lab, server);
      Path segment =
          lab.catalog
              .location()
              .directory()
              .orElseThrow()
              .resolve("wal/main")
              .resolve(made.middle());
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(60);
        int old = file.read();
        file.seek(60);
        file.write(old ^ 1);
      }
      for (RecoveryTarget beyond : targets(made)) {
        assertThatThrownBy(() -> find(lab, beyond))
            .isInstanceOf(TargetException.class)
            .hasMessageStartingWith("Not enough WAL records to ")
            .hasMessageContaining("WAL file " + made.middle() + " is damaged at");
      }
      reachesWhatItTold(lab);
      Files.delete(segment);
      for (RecoveryTarget beyond : targets(made)) {
        assertThatThrownBy(() -> find(lab, beyond))
            .isInstanceOf(TargetException.class)
            .hasMessageContaining(
                "WAL segment " + made.middle() + " is missing although later ones are there");
      }
      reachesWhatItTold(lab);
      assertThat(find(lab, new RecoveryTarget.Name("late")).backup()).isEqualTo(made.second());
    }
  }

  private static RecoveryTarget[] targets(History made) {
    return new RecoveryTarget[] {
      time(made.time()),
      RecoveryTarget.Xid.parse(made.xid()),
      RecoveryTarget.Position.parse(made.lsn()),
      new RecoveryTarget.Name("last"),
      new RecoveryTarget.Latest(),
    };
  }

  @Test
  void aBackupThatIsNotWholeIsPassedOver() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(18).archiveCommand("false").start()) {
      History made = history(lab, server);
      TargetQuestion question =
          new TargetQuestion(time(made.time()), true, new TimelineChoice.Unset(), Optional.empty());
      Goal goal =
          new TargetSearch(lab.instance(), question, lab, Progress.NONE, ZoneOffset.UTC)
              .find(id -> id.equals(made.first()));
      assertThat(goal.backup()).isEqualTo(made.first());
      assertThatThrownBy(() ->
              new TargetSearch(lab.instance(), question, lab, Progress.NONE, ZoneOffset.UTC)
                  .find(_ -> false))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("no valid backup is before it");
    }
  }
}
