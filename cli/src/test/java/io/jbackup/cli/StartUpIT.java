package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What archive-push leaves Java to do at each start: a class that is not in the AOT cache, a
/// switch over types or the equality of a record cost it milliseconds, which PostgreSQL waits for.
final class StartUpIT {
  /// Of Java's own and the SDK's, which the training cannot hold.
  private static final int FEW = 4;

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private IdleHost host;
  private Path log;

  @BeforeEach
  void makeSegment() throws Exception {
    host = IdleHost.create(directory.resolve("data"));
    host.write(1);
    log = directory.resolve("classes");
  }

  private void run(String... words) throws Exception {
    Program.run(directory, environment, words);
  }

  private void requireQuickPush(String catalog) throws Exception {
    environment.put("BACKUP_PATH", catalog);
    run("init");
    run("add-instance", "-D", host.data().toString(), "--instance=main");
    environment.put("JBACKUP_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    run(
        "archive-push",
        "--instance=main",
        "--compress",
        "--wal-file-path=" + host.segment(1),
        "--wal-file-name=" + host.wal().name(1, 1));
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).anyMatch(line -> line.contains("io.jbackup.archivepush.PushCommand "));
    List<String> late =
        loaded.stream().filter(line -> !line.contains("source: shared objects file")).toList();
    assertThat(late).noneMatch(line -> line.contains("io.jbackup."));
    assertThat(late).filteredOn(line -> line.contains("LambdaForm$")).hasSizeLessThan(FEW);
  }

  @Test
  void toADirectory() throws Exception {
    requireQuickPush(directory.resolve("catalog").toString());
  }

  @Test
  void toABucket() throws Exception {
    TestBucket bucket = TestBucket.create();
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(directory).toString());
    requireQuickPush("s3://" + bucket.name() + "/catalog");
  }
}
