package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole job with no more permissions than the page about buckets gives.
class PolicyIT {
  private final TestBucket bucket = TestBucket.locked(0);

  @TempDir Path directory;
  private PostgresServer server;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void startServer() throws Exception {
    server = PostgresServer.version(18).start();
    server.share(directory);
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/pg");
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  /// The settings of a host that has the page's policy of that name.
  private Path host(String name) throws IOException {
    String page = Files.readString(Path.of("../docs/s3.md"));
    Matcher block = Pattern.compile("```json " + name + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).as("policy " + name).isTrue();
    String policy = block.group(1).replace("BUCKET", bucket.name()).replace("PREFIX", "pg");
    Path settings =
        bucket.restrictedSettings(Files.createDirectory(directory.resolve(name)), policy);
    server.share(directory);
    return settings;
  }

  private String run(int exit, Path host, String... words) throws Exception {
    environment.put("JBACKUP_S3_CONFIG", host.toString());
    try (Program program = Program.start(directory, environment, words)) {
      assertThat(program.exit()).as(program.output()).isEqualTo(exit);
      return program.output();
    }
  }

  @Test
  void thePagesPoliciesAreEnough() throws Exception {
    Path full = host("full");
    Path push = host("archive-push");
    Path restore = host("restore");
    run(0, full, "init");
    run(0, full, "add-instance", "--instance=node");
    server.set("archive_mode", "on");
    environment.put("JBACKUP_S3_CONFIG", push.toString());
    server.set("archive_command", Program.archiveCommand(environment, "--compress"));
    server.restart();

    run(0, full, "backup", "--instance=node", "-b", "full", "--stream", "--temp-slot");
    String id = BackupRestoreIT.id(run(0, full, "backup", "--instance=node", "-b", "full"));
    server.sql("create table after_backup as select 42 as answer");
    server.awaitArchived(server.switchWal());
    run(0, full, "validate");
    String deleted =
        run(0, full, "delete", "--instance=node", "--expired", "--retention-redundancy=1", "--wal");
    assertThat(deleted).contains("Delete: ", "Purging finished");
    assertThat(run(0, full, "show")).contains(id);

    String refused = run(11, push, "backup", "--instance=node", "-b", "full", "--stream");
    assertThat(refused).contains("AccessDenied", "they need s3:GetObject");
    refused = run(11, restore, "delete", "--instance=node", "-i", id);
    assertThat(refused).contains("AccessDenied", "they need s3:");

    assertThat(run(0, restore, "show", "--as-of=" + Instant.now())).contains(id);
    Path data = directory.resolve("restored");
    run(
        0,
        restore,
        "restore",
        "--instance=node",
        "-D",
        data.toString(),
        "--recovery-target=latest");
    try (PostgresServer restored =
        PostgresServer.onDirectory(18, data).setting("archive_mode", "off").start()) {
      restored.await("select not pg_is_in_recovery()");
      assertThat(restored.query("select answer from after_backup")).isEqualTo("42");
    }
    run(0, full, "del-instance", "--instance=node");
  }

  @Test
  void aSegmentThatIsThereAlreadyIsComparedByWhoOnlyArchives() throws Exception {
    Path full = host("full");
    Path push = host("archive-push");
    run(0, full, "init");
    run(0, full, "add-instance", "--instance=node", "-D", server.dataDirectory().toString());
    server.switchWal();
    Path segment = server.dataDirectory().resolve("pg_wal/000000010000000000000001");
    String[] words = {
      "archive-push",
      "--instance=node",
      "--wal-file-path=" + segment,
      "--wal-file-name=" + segment.getFileName(),
      "--log-level-console=log"
    };
    run(0, push, words);
    run(0, push, words);
  }
}
