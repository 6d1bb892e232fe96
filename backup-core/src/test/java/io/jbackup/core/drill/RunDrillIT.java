package io.jbackup.core.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drills that pass.
final class RunDrillIT {
  @TempDir Path directory;

  @EveryPostgres
  void aBackupIsRestoredRecoveredLookedAtAndRemoved(int version) throws Exception {
    try (PostgresServer server = DrillLab.server(version)) {
      DrillLab lab = new DrillLab(directory, server);
      server.sql(
          "alter system set shared_preload_libraries = 'there_is_no_such_library'",
          "alter system set shared_buffers = '900GB'",
          "create database shop",
          "create table t as select g from generate_series(1, 1000) g",
          "create index on t (g)");
      StoredBackup backup = lab.backup(BackupFixture.streaming());
      Instant before = Instant.now();

      DrillRecord record =
          lab.drill()
              .run(
                  lab.request()
                      .threads(2)
                      .amcheck(true)
                      .query(
                          new DrillQuery("postgres", "select count(*) from t", Optional.of("1000")))
                      .build());

      assertThat(record.passed()).isTrue();
      assertThat(record.backup()).isEqualTo(backup.id());
      assertThat(record.recoveredLsn()).isPresent();
      assertThat(record.recoveredTo()).isPresent();
      assertThat(record.detail())
          .startsWith("3 databases, query answered \"1000\", ")
          .endsWith(" indexes");
      assertThat(record.started()).isAfterOrEqualTo(before.minusSeconds(1));
      assertThat(Drills.of(lab.instance).lastPassed().map(DrillRecord::backup))
          .contains(backup.id());
      assertThat(lab.scratch).doesNotExist();
      assertThat(lab.runs()).isFalse();
      assertThat(lab.log.lines())
          .contains("INFO: 3 databases can be used: postgres, shop, template1");
    }
  }

  @Test
  void recoveryGoesToTheTargetAndPromotes() throws Exception {
    try (PostgresServer server = DrillLab.server(PostgresBinaries.newest())) {
      DrillLab lab = new DrillLab(directory, server);
      server.sql("create table t (g int)", "insert into t values (1)");
      lab.backup(BackupFixture.archive());
      server.sql("insert into t values (2)");
      String time = server.query("select clock_timestamp()");
      server.sql("insert into t values (3)");
      String segment = server.switchWal();
      server.awaitArchived(segment);

      DrillRecord record =
          lab.drill()
              .run(
                  lab.request()
                      .target(RecoveryTarget.Time.parse(time, ZoneOffset.UTC))
                      .query(new DrillQuery("postgres", "select max(g) from t", Optional.of("2")))
                      .build());
      assertThat(record.passed()).isTrue();
      assertThat(record.recoveredTo())
          .hasValueSatisfying(to ->
              assertThat(to)
                  .isBefore(RecoveryTarget.Time.parse(time, ZoneOffset.UTC).time().toInstant()));

      DrillRecord whole =
          lab.drill()
              .run(
                  lab.request()
                      .query(new DrillQuery("postgres", "select max(g) from t", Optional.of("3")))
                      .build());
      assertThat(whole.recoveredLsn().orElseThrow())
          .isGreaterThan(record.recoveredLsn().orElseThrow());
    }
  }

  @Test
  void tablespacesPreparedTransactionsAndUnusualNamesDoNotHinder() throws Exception {
    try (PostgresServer server =
        PostgresServer.version(PostgresBinaries.newest())
            .archiveCommand("false")
            .setting("max_prepared_transactions", "200")
            .start()) {
      DrillLab lab = new DrillLab(directory, server);
      Path space = Files.createDirectory(server.directory().resolve("space"));
      server.share(space);
      server.sql(
          "create tablespace far location '" + space + "'",
          "create table f (i int) tablespace far");
      for (int i = 0; i < 100; i++) {
        server.sql("begin; insert into f values (1); prepare transaction 'p" + i + "'");
      }
      server.sql(
          "create role \"The Boss\" superuser login",
          "create database sales connection limit 0",
          "revoke connect on database sales from public");
      lab.backup(BackupFixture.streaming());
      DrillRecord record =
          lab.drill()
              .run(
                  lab.request()
                      .user("The Boss")
                      .query(
                          new DrillQuery(
                              "postgres",
                              "select count(*) from pg_prepared_xacts",
                              Optional.of("100")))
                      .build());
      assertThat(record.passed()).isTrue();
      assertThat(space).isNotEmptyDirectory();
    }
  }

  @Test
  void whatIsToBeKeptStays() throws Exception {
    try (PostgresServer server = DrillLab.server(PostgresBinaries.newest())) {
      DrillLab lab = new DrillLab(directory, server);
      lab.backup(BackupFixture.streaming());
      lab.drill().run(lab.request().keep(true).build());

      assertThat(lab.scratch.resolve("data/global/pg_control")).exists();
      assertThat(lab.runs()).isFalse();
      assertThatThrownBy(() -> lab.drill().run(lab.request().build()))
          .hasMessageContaining("is not empty");
    }
  }
}
