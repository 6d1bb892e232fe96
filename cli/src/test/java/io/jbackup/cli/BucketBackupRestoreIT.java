package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.catalog.testing.s3.TestCertificate;
import io.jbackup.catalog.testing.s3.TlsFront;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The same with the catalog in a bucket, over TLS, and what leads from one catalog to another.
final class BucketBackupRestoreIT extends BackupRestoreIT {
  private final TestBucket bucket = TestBucket.create();
  private final TlsFront front =
      TlsFront.before(bucket.server().endpoint(), TestCertificate.local());

  @Override
  Map<String, String> catalog() throws IOException {
    Path authority = directory.resolve("authority.pem");
    Files.copy(TestCertificate.local().file(), authority);
    Path settings = bucket.settings(directory, front.endpoint(), "ca-file = '" + authority + "'");
    return Map.of(
        "BACKUP_PATH",
        "s3://" + bucket.name() + "/the/catalog",
        "JBACKUP_S3_CONFIG",
        settings.toString());
  }

  @AfterEach
  void closeFront() {
    front.close();
  }

  @Test
  void aServerArchivesToTheBucketAndIsRestoredFromIt() throws Exception {
    server.share(directory);
    server.set("archive_mode", "on");
    server.set("archive_command", Program.archiveCommand(environment, "--compress"));
    server.restart();
    run("backup", "--instance=node", "-b", "full");
    server.sql("create table after_backup as select 42 as answer");
    server.awaitArchived(server.switchWal());
    Path data = directory.resolve("restored");
    run("restore", "--instance=node", "-D", data.toString(), "--recovery-target=latest");
    try (PostgresServer restored =
        PostgresServer.onDirectory(18, data).setting("archive_mode", "off").start()) {
      restored.await("select not pg_is_in_recovery()");
      assertThat(restored.query("select answer from after_backup")).isEqualTo("42");
    }
  }

  @Test
  void aCopyIsWholeAndGoesOnWhereItWasInterrupted() throws Exception {
    String id = id(run("backup", "--instance=node", "-b", "full", "--stream", "--temp-slot"));
    String local = directory.resolve("copy").toString();
    Map<String, String> bucketCatalog = environment;
    environment = new HashMap<>(bucketCatalog);
    environment.put("BACKUP_PATH", local);
    run("init");
    environment = bucketCatalog;
    assertThat(run("copy", "--to", local))
        .contains("INFO: Copying backup " + id, "backups copied: 1, there already: 0");
    assertThat(run("copy", "--to", local)).contains("backups copied: 0, there already: 1");

    Path copied = Path.of(local, "backups/node", id);
    Files.delete(copied.resolve("index"));
    Files.write(copied.resolve("base.tar"), new byte[] {1});
    String control = Files.readString(copied.resolve("backup.control"));
    Files.writeString(
        copied.resolve("backup.control"), control.replace("status = OK", "status = RUNNING"));
    assertThat(run("copy", "--to", local)).contains("backups copied: 1, there already: 0");

    environment.put("BACKUP_PATH", local);
    assertThat(run("validate")).contains("INFO: All backups are valid");
    run("restore", "--instance=node", "-D", directory.resolve("from copy").toString());
  }
}
