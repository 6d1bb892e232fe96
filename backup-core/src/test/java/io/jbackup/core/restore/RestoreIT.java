package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;

class RestoreIT {
  @TempDir Path temp;

  @EveryPostgres
  void aStreamBackupStartsFromItsOwnWal(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).start()) {
      lab.register(server);
      server.sql("create table t as select g, md5(g::text) m from generate_series(1, 50000) g");
      lab.backup(server, WalMode.STREAM);
      Path data = temp.resolve("new/data");
      RestoreResult result = lab.restore(lab.request(data));
      assertThat(result.files()).isGreaterThan(800);
      assertThat(data.resolve("recovery.signal")).doesNotExist();
      assertThat(lab.lines).anyMatch(line -> line.contains("is chosen: the newest one"));
      try (PostgresServer copy = PostgresServer.onDirectory(version, data).start()) {
        assertThat(copy.query("select sum(hashtext(t::text)) from t"))
            .isEqualTo(server.query("select sum(hashtext(t::text)) from t"));
      }
    }
  }

  @EveryPostgres
  void tablespacesAndWalGoWhereTheyAreMappedTo(int version) throws Exception {
    Path kept = temp.resolve("kept");
    Path moved = temp.resolve("moved");
    Path target = temp.resolve("new place");
    Path wal = temp.resolve("wal");
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server =
            PostgresServer.version(version).groupAccess().walSegmentMebibytes(4).start()) {
      lab.register(server);
      for (Path location : new Path[] {kept, moved}) {
        Files.createDirectory(location);
        server.share(location);
        server.sql(
            "create tablespace %s location '%s'".formatted(location.getFileName(), location),
            "create table in_%1$s (a int) tablespace %1$s".formatted(location.getFileName()),
            "insert into in_%s select generate_series(1, 1000)".formatted(location.getFileName()));
      }
      lab.backup(server, WalMode.STREAM);
      server.sql("drop table in_kept", "drop tablespace kept");
      Path data = temp.resolve("data");
      TablespaceMapping mapping = new TablespaceMapping(moved.toString(), target);
      lab.restore(lab.request(data).waldir(wal).tablespaces(java.util.List.of(mapping)));
      assertThat(Files.readSymbolicLink(data.resolve("pg_wal"))).isEqualTo(wal);
      for (Path directory : new Path[] {data, target, data.resolve("base/1")}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
            .isEqualTo("rwxr-x---");
      }
      try (PostgresServer copy = PostgresServer.onDirectory(version, data).start()) {
        assertThat(copy.query("select count(*) from in_kept")).isEqualTo("1000");
        assertThat(copy.query("select count(*) from in_moved")).isEqualTo("1000");
        assertThat(
                copy.query(
                    "select pg_tablespace_location(oid) from pg_tablespace where spcname = 'moved'"))
            .isEqualTo(target.toString());
      }
    }
  }

  @EveryPostgres
  void anArchiveBackupRecoversToTheEndOfTheArchive(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).archiveCommand("false").start()) {
      lab.register(server);
      lab.archiveFrom(server);
      server.sql("create table t (a int)", "insert into t values (1)");
      lab.backup(server, WalMode.ARCHIVE);
      server.sql("insert into t values (2)");
      server.awaitArchived(server.switchWal());
      Path data = temp.resolve("data");
      RestoreResult result = lab.restore(lab.request(data));
      assertThat(result.notes()).anyMatch(note -> note.contains("archive_mode = on"));
      try (PostgresServer copy =
          PostgresServer.onDirectory(version, data).setting("archive_mode", "off").start()) {
        copy.await("select not pg_is_in_recovery()");
        assertThat(copy.query("select count(*) from t")).isEqualTo("2");
      }
    }
  }

  @EveryPostgres
  void aStandbyFollowsItsPrimary(int version) throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(version).start()) {
      lab.register(server);
      server.sql(
          "create table t (a int)", "select pg_create_physical_replication_slot('one', true)");
      lab.backup(server, WalMode.STREAM);
      server.sql("insert into t values (1)");
      Path data = temp.resolve("data");
      lab.restore(lab.request(data).asReplica(null, "one"));
      try (PostgresServer copy = PostgresServer.onDirectory(version, data).start()) {
        server.awaitReplayOn(copy);
        assertThat(copy.query("select count(*) from t")).isEqualTo("1");
        assertThat(copy.query("select pg_is_in_recovery()")).isEqualTo("t");
      }
    }
  }
}
