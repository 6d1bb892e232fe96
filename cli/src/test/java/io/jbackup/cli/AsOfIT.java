package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A catalog in a versioned bucket, looked at as it was.
class AsOfIT {
  private final TestBucket bucket = TestBucket.versioned();

  @TempDir Path directory;
  private PostgresServer server;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void startArchivingServer() throws Exception {
    server = PostgresServer.version(18).start();
    environment = new HashMap<>();
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/pg");
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(directory).toString());
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
    run("init");
    run("add-instance", "--instance", "node");
    server.share(directory);
    server.set("archive_mode", "on");
    server.set("archive_command", Program.archiveCommand(environment));
    server.restart();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  private String run(String... words) throws Exception {
    return run(0, words);
  }

  private String run(int exit, String... words) throws Exception {
    try (Program program = Program.start(directory, environment, words)) {
      assertThat(program.exit()).as(program.output()).isEqualTo(exit);
      return program.output();
    }
  }

  /// Deletes everything but the segments, and writes over these, as one does who wants ransom.
  private void destroy() {
    try (S3Client client = bucket.client()) {
      List<S3Object> all =
          client
              .listObjectsV2Paginator(request -> request.bucket(bucket.name()))
              .contents()
              .stream()
              .toList();
      for (S3Object object : all) {
        if (object.key().contains("/wal/")) {
          client.putObject(
              request -> request.bucket(bucket.name()).key(object.key()),
              RequestBody.fromString("pay"));
        } else {
          client.deleteObject(request -> request.bucket(bucket.name()).key(object.key()));
        }
      }
    }
  }

  @Test
  void whatWasDestroyedIsShownValidatedAndRestored() throws Exception {
    String id = BackupRestoreIT.id(run("backup", "--instance=node", "-b", "full"));
    server.sql("create table after_backup as select generate_series(1, 1000) as n");
    server.awaitArchived(server.switchWal());
    String time = "--as-of=" + Instant.now();
    server.close();
    destroy();

    assertThat(run(3, "show")).contains("is not a backup catalog");
    assertThat(run("show", time)).containsPattern("node +18 +" + id + " .* OK +\n");
    assertThat(run("window", time)).contains("node");
    assertThat(run("validate", time)).contains("INFO: All backups are valid");
    assertThat(run(2, "delete", "--instance=node", "-i", id, time))
        .contains("option --as-of is not used by delete");
    assertThat(run(2, "show", "--as-of=2999-01-01 00:00:00Z")).contains("is in the future");

    Path data = directory.resolve("restored");
    run("restore", "--instance=node", "-D", data.toString(), "--recovery-target=latest", time);
    try (PostgresServer restored =
        PostgresServer.onDirectory(18, data).setting("archive_mode", "off").start()) {
      restored.await("select not pg_is_in_recovery()");
      assertThat(restored.query("select count(*) || '|' || sum(n) from after_backup"))
          .isEqualTo("1000|500500");
    }
  }
}
