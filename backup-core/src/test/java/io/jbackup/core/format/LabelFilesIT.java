package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import org.junit.jupiter.api.io.TempDir;

final class LabelFilesIT {
  @EveryPostgres
  void theServersLabelAndMapAreRead(int major, @TempDir Path directory) throws Exception {
    Path tablespace = Files.createDirectory(directory.resolve("a b\\c\nd"));
    try (var server = PostgresServer.version(major).start()) {
      server.share(directory);
      server.share(tablespace);
      server.sql("create tablespace ts location '" + tablespace + "'");
      String oid = server.query("select oid from pg_tablespace where spcname = 'ts'");
      try (var connection = server.connect();
          var statement = connection.createStatement()) {
        String start = value(statement.executeQuery("select pg_backup_start('ünder test', true)"));
        ResultSet stopped =
            statement.executeQuery("select labelfile, spcmapfile from pg_backup_stop(false)");
        assertThat(stopped.next()).isTrue();

        BackupLabel label = BackupLabel.parse(stopped.getBytes(1), "backup_label");
        assertThat(label.start()).isEqualTo(Lsn.parse(start));
        assertThat(label.checkpoint()).isGreaterThanOrEqualTo(label.start());
        assertThat(label.startFile()).isEqualTo("000000010000000000000002");
        assertThat(label.label()).isEqualTo("ünder test");
        assertThat(label.timeline()).isEqualTo(1);
        assertThat(label.fromStandby()).isFalse();

        byte[] map = stopped.getString(2).getBytes(UTF_8);
        assertThat(TablespaceMap.parse(map, "tablespace_map").entries())
            .containsExactly(
                new TablespaceMap.Entry(Long.parseLong(oid), PgPath.ofText(tablespace.toString())));
        assertThat(TablespaceMap.parse(map, "x").toBytes()).isEqualTo(map);
      }
    }
  }

  private static String value(ResultSet result) throws Exception {
    assertThat(result.next()).isTrue();
    return result.getString(1);
  }
}
