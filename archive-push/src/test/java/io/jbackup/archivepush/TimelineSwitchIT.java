package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers with archive_mode=always and one archive.
class TimelineSwitchIT {
  private static final String ROWS =
      "insert into t select g, md5(g::text) from generate_series(1, 5000) g";

  @TempDir Path directory;

  @Test
  void bothServersArchiveThroughAPromotion() throws Exception {
    try (PostgresServer primary =
        PostgresServer.version(18)
            .walSegmentMebibytes(1)
            .setting("archive_mode", "always")
            .setting("archive_command", "true")
            .start()) {
      ServerArchive archive = ServerArchive.of(primary, directory.resolve("catalog"));
      primary.set("archive_command", archive.push("--compress"));
      primary.sql("create table t(id int, text text)", ROWS);
      try (PostgresServer standby = primary.standby().start()) {
        primary.sql(ROWS, ROWS);
        String last = primary.switchWal();
        primary.sql(ROWS);
        primary.awaitReplayOn(standby);
        standby.promote();
        standby.sql(ROWS);
        String first = standby.switchWal();
        standby.awaitArchived(first);
        primary.sql(ROWS);
        primary.awaitArchived(last);

        // The old primary ends its timeline elsewhere than the new one left it.
        String end = primary.switchWal();
        primary.awaitArchived(end);
        primary.stop(StopMode.FAST);

        assertThat(archive.names()).contains("00000002.history", first, last, end);
        assertThat(archive.names()).anyMatch(name -> name.endsWith(".partial"));
        assertThat(
                standby.query(
                    "select last_failed_wal is null or last_archived_time > "
                        + "last_failed_time from pg_stat_archiver"))
            .isEqualTo("t");
      }
    }
  }
}
