package io.jbackup.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerIT {
  @EveryPostgres
  void aServerOfEachMajorAnswersAndIsGoneAfterwards(int major) throws Exception {
    Path data;
    try (var server =
        PostgresServer.version(major).walSegmentMebibytes(4).dataChecksums(true).start()) {
      data = server.dataDirectory();
      assertThat(server.query("show server_version_num")).startsWith(Integer.toString(major));
      assertThat(server.query("show wal_segment_size")).isEqualTo("4MB");
      assertThat(server.query("show data_checksums")).isEqualTo("on");
      assertThat(server.query("select setting from pg_settings where name = 'port'"))
          .isEqualTo(Integer.toString(server.port()));
      assertThat(server.socketDirectory().toString().length()).isLessThan(90);
    }
    assertThat(data).doesNotExist();
  }

  @EveryPostgres
  void eachClusterIsItsOwn(int major) throws Exception {
    String identity = "select system_identifier from pg_control_system()";
    try (var one = PostgresServer.version(major).dataChecksums(true).start();
        var other = PostgresServer.version(major).dataChecksums(true).start()) {
      assertThat(one.query(identity)).isNotEqualTo(other.query(identity));
      one.sql("create table t as select 42 as a");
      one.kill();
      one.start();
      assertThat(one.query("select a from t")).isEqualTo("42");
      assertThat(other.query("select count(*) from pg_class where relname = 't'")).isEqualTo("0");
    }
  }

  @Test
  void archivingWritesToADirectoryOfTheTest(@TempDir Path archive) throws Exception {
    try (var server =
        PostgresServer.version(PostgresBinaries.newest())
            .archiveCommand("cp %p '" + archive + "/%f'")
            .start()) {
      server.share(archive);
      String segment = server.switchWal();
      server.awaitArchived(segment);
      assertThat(Files.size(archive.resolve(segment))).isEqualTo(16 << 20);
    }
  }

  @Test
  void aStandbyFollowsAndIsPromoted() throws Exception {
    try (var primary = PostgresServer.version(PostgresBinaries.newest()).start();
        var standby = primary.standby().start()) {
      primary.sql("create table t as select 42 as a");
      primary.awaitReplayOn(standby);
      assertThat(standby.query("select a from t")).isEqualTo("42");
      standby.promote();
      standby.sql("insert into t values (43)");
      assertThat(standby.switchWal()).startsWith("00000002");
    }
  }

  @Test
  void aKilledServerRecovers() throws Exception {
    try (var server = PostgresServer.version(PostgresBinaries.newest()).start()) {
      server.sql("create table t as select 42 as a");
      server.kill();
      server.start();
      assertThat(server.query("select a from t")).isEqualTo("42");
      server.stop(StopMode.FAST);
      try (var again =
          PostgresServer.onDirectory(server.major(), server.dataDirectory())
              .setting("work_mem", "7MB")
              .start()) {
        assertThat(again.rows("select a, current_setting('work_mem') from t").getFirst())
            .containsExactly("42", "7MB");
      }
    }
  }
}
