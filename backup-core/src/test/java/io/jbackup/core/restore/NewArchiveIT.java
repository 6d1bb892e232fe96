package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewArchiveIT {
  private static final int VERSION = 18;

  @TempDir Path temp;

  @Test
  void theRestoredClusterArchivesIntoItsOwnInstance() throws Exception {
    try (RestoreLab lab = new RestoreLab(temp);
        PostgresServer server = PostgresServer.version(VERSION).archiveCommand("false").start()) {
      lab.register(server);
      lab.archiveFrom(server);
      server.sql("alter system set archive_mode = always");
      server.sql("create table t (a int)");
      lab.backup(server, WalMode.ARCHIVE);
      Path push =
          Files.writeString(
              lab.directory.resolve("archive-push"),
              "#!/bin/sh\ncp \"${5#*=}\" \"$2/wal/$4/${6#*=}\"\n");
      Files.setPosixFilePermissions(push, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path data = temp.resolve("data");

      lab.restore(lab.request(data).newArchive("second"));

      Instance second = lab.catalog.instance("second");
      assertThat(second.config().systemIdentifier())
          .isEqualTo(lab.instance().config().systemIdentifier());
      assertThat(second.config().get(ConfigKey.PGDATA)).contains(data.toString());
      assertThat(second.backups()).isEmpty();
      assertThat(Files.readString(data.resolve("postgresql.auto.conf")).lines())
          .containsOnlyOnce("archive_mode = 'always'")
          .noneMatch(line -> line.equals("archive_mode = 'on'"));
      assertThat(lab.lines)
          .anyMatch(line -> line.startsWith("WARNING: ") && line.contains("two histories"))
          .noneMatch(line -> line.contains("both would archive WAL under the same names"));
      server.stop(io.jbackup.core.testing.StopMode.IMMEDIATE);
      server.share(temp);
      try (PostgresServer restored = PostgresServer.onDirectory(VERSION, data).start()) {
        restored.await("select not pg_is_in_recovery()");
        restored.awaitArchived(restored.switchWal());
      }
      assertThat(
              lab.catalog
                  .location()
                  .directory()
                  .orElseThrow()
                  .resolve("wal/second/00000002.history"))
          .exists();
      assertThat(
              lab.catalog.location().directory().orElseThrow().resolve("wal/main/00000002.history"))
          .doesNotExist();
      assertThatThrownBy(() -> lab.restore(lab.request(temp.resolve("other")).newArchive("second")))
          .isInstanceOf(CatalogException.class);
      assertThat(temp.resolve("other")).doesNotExist();
    }
  }
}
