package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.PostgresServerBuilder;
import io.jbackup.core.testing.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real servers archive through archive-push and recover through archive-get; each major version
/// with another segment size.
class ArchivingIT {
  private static final String ROWS =
      "insert into t select g, repeat(md5(g::text), 5) from generate_series(1, 20000) g";

  @TempDir Path directory;

  @EveryPostgres
  void aServerRecoversFromWhatItArchived(int version) throws Exception {
    Path restored = directory.resolve("restored");
    ServerArchive archive;
    List<String> switched = new ArrayList<>();
    try (PostgresServer server = cluster(version).archiveCommand("true").start()) {
      archive = ServerArchive.of(server, directory.resolve("cata log"));
      server.sql("create table t(id int, text text)");
      server.stop(StopMode.FAST);
      ServerArchive.copy(server.dataDirectory(), restored);
      server.start();

      server.set("archive_command", archive.push("--compress --batch-size=5 -j 2"));
      for (int i = 0; i < 6; i++) {
        server.sql(ROWS);
        switched.add(server.switchWal());
      }
      // Not pg_stat_archiver, which knows only the first file of each batch.
      server.await("select count(*) = 0 from pg_ls_archive_statusdir() where name ~ 'ready$'");
      assertThat(server.log()).doesNotContain("ERROR:").doesNotContain("WARNING:");
      for (String name : switched) {
        assertThat(archive.verified(name)).hasSize(archive.size.bytes());
      }
    }

    Files.createFile(restored.resolve("recovery.signal"));
    try (PostgresServer server =
        PostgresServer.onDirectory(version, restored)
            .setting("restore_command", archive.get(""))
            .setting("archive_mode", "off")
            .start()) {
      server.await("select not pg_is_in_recovery()");
      assertThat(server.query("select count(*) from t")).isEqualTo("120000");
      assertThat(server.query("select timeline_id from pg_control_checkpoint()")).isNotNull();
    }
  }

  private static PostgresServerBuilder cluster(int version) {
    int size =
        switch (version) {
          case 15 -> 1;
          case 16 -> 16;
          case 17 -> 64;
          default -> 4;
        };
    return PostgresServer.version(version).walSegmentMebibytes(size);
  }

  @Test
  void aRecoveryStopsWhereTheArchiveIsOutOfReach() throws Exception {
    Path restored = directory.resolve("restored");
    ServerArchive archive;
    try (PostgresServer server = PostgresServer.version(18).archiveCommand("true").start()) {
      archive = ServerArchive.of(server, directory.resolve("catalog"));
      server.stop(StopMode.FAST);
      ServerArchive.copy(server.dataDirectory(), restored);
    }
    Files.move(archive.catalog, directory.resolve("unmounted"));
    Files.createFile(restored.resolve("recovery.signal"));

    String log =
        PostgresServer.onDirectory(18, restored)
            .setting("restore_command", archive.get(""))
            .setting("archive_mode", "off")
            .runToEnd();

    assertThat(log)
        .contains("FATAL:")
        .contains("There is no backup catalog in")
        .doesNotContain("archive recovery complete");
  }

  @Test
  void aForeignServerIsRefused() throws Exception {
    try (PostgresServer server = PostgresServer.version(18).archiveCommand("true").start();
        PostgresServer other = PostgresServer.version(18).archiveCommand("true").start()) {
      ServerArchive archive = ServerArchive.of(server, directory.resolve("catalog"));
      other.share(archive.catalog);
      other.set("archive_command", archive.push(""));
      other.sql("create table t()");
      String segment = other.switchWal();

      other.await("select failed_count > 0 from pg_stat_archiver");

      assertThat(other.log())
          .contains("Refuse to push WAL segment " + segment + " into archive.")
          .contains("Instance 'main' should have SYSTEM_ID = ");
      assertThat(archive.names()).isEmpty();
    }
  }
}
