package io.jbackup.core.checkdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;

class CheckIndexesIT {
  private final RecordingLog log = new RecordingLog();

  private CheckIndexes.Result check(PostgresServer server, boolean heap, boolean unique) {
    IndexChecks checks = new IndexChecks(heap, unique);
    return new CheckIndexes(BackupFixture.target(server), checks, log, Progress.NONE).run(2);
  }

  @EveryPostgres
  void databasesWithoutTheExtensionAreSkippedAndSaid(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).start()) {
      server.sql("create extension amcheck");
      CheckIndexes.Result result = check(server, true, true);
      assertThat(result.databases()).isEqualTo(1);
      assertThat(result.skipped()).isEqualTo(1);
      assertThat(result.damaged()).as("%s", log.lines()).isZero();
      assertThat(result.indexes()).isGreaterThan(100);
      assertThat(log.lines())
          .contains(
              "WARNING: Extension \"amcheck\" is not installed in database template1, skipped");
      assertThat(
              log.lines().stream().anyMatch(line -> line.contains("does not have --checkunique")))
          .isEqualTo(version < 17);
    }
  }

  /// The order that an index was built with is turned round under it (an idea of PostgreSQL's own
  /// tests of amcheck).
  @EveryPostgres
  void anIndexOfTheWrongOrderIsNamed(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).start()) {
      server.sql(
          "create schema \"odd place\"",
          "create extension amcheck schema \"odd place\"",
          "create function up(int, int) returns int immutable language sql as 'select sign($1 - $2)::int'",
          "create function down(int, int) returns int immutable language sql as 'select sign($2 - $1)::int'",
          "create operator class fickle for type int using btree as operator 1 <, operator 2 <=,"
              + " operator 3 =, operator 4 >=, operator 5 >, function 1 up(int, int)",
          "create table \"My table\" as select g from generate_series(1, 1000) g",
          "create index \"My index\" on \"My table\" (g fickle)");
      assertThat(check(server, false, false).damaged()).as("%s", log.lines()).isZero();
      server.sql("update pg_amproc set amproc = 'down'::regproc where amproc = 'up'::regproc");
      assertThat(check(server, false, false).damaged()).isEqualTo(1);
      assertThat(log.lines())
          .filteredOn(line ->
              line.startsWith(
                  "WARNING: Corruption detected in index public.\"My index\" of database postgres: "))
          .hasSize(1);
    }
  }

  @EveryPostgres
  void rowsThatAnIndexDoesNotHaveAreMissedWhenAskedFor(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).start()) {
      server.sql(
          "create extension amcheck",
          "create function f(int) returns int immutable language sql as 'select $1'",
          "create table t as select g from generate_series(1, 1000) g",
          "create index by_f on t (f(g))",
          "create or replace function f(int) returns int immutable language sql as 'select $1 + 5000'");
      assertThat(check(server, false, false).damaged()).as("%s", log.lines()).isZero();
      assertThat(check(server, true, false).damaged()).isEqualTo(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("public.by_f"));
    }
  }
}
