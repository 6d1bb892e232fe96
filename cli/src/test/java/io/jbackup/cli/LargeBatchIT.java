package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many whole segments that are not compressed pass through one process, by many threads: its
/// memory is smaller than they are.
final class LargeBatchIT {
  private static final int SEGMENTS = 10;
  private static final long SECONDS = 60;

  @TempDir Path directory;
  private final TestBucket bucket = TestBucket.create();
  private final Map<String, String> environment = new HashMap<>();
  private IdleHost host;

  @BeforeEach
  void makeSegments() throws Exception {
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/catalog");
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(directory).toString());
    run("init");
    host = IdleHost.create(directory.resolve("data"));
    for (int number = 1; number <= SEGMENTS; number++) {
      host.write(number);
    }
  }

  private String run(String... words) throws Exception {
    return Program.run(directory, environment, words);
  }

  private void push(String instance) throws Exception {
    run("add-instance", "-D", host.data().toString(), "--instance=" + instance);
    for (int number = 1; number <= SEGMENTS; number++) {
      Files.createFile(host.ready(number));
    }
    String output =
        run(
            "archive-push",
            "--instance=" + instance,
            "--wal-file-path=" + host.segment(1),
            "--wal-file-name=" + host.wal().name(1, 1),
            "--batch-size=100",
            "-j8");
    assertThat(output).contains("pushed: " + SEGMENTS);
    for (int number = 1; number <= SEGMENTS; number++) {
      Files.deleteIfExists(host.ready(number));
      Files.deleteIfExists(
          host.data()
              .resolve("pg_wal/archive_status")
              .resolve(host.wal().name(1, number) + ".done"));
    }
  }

  private void requireSame(Path folder, int first) throws IOException {
    for (int number = first; number <= SEGMENTS; number++) {
      assertThat(folder.resolve(host.wal().name(1, number)))
          .hasSameBinaryContentAs(host.segment(number));
    }
  }

  @Test
  void segmentsThatAreLargerThanTheMemory() throws Exception {
    push("wide");
    // As little as a single segment gets.
    environment.put("JBACKUP_JAVA_OPTS", "-Xmx96m");
    push("narrow");

    Path prefetched = directory.resolve("prefetched");
    Path delivered = host.data().resolve("pg_wal/RECOVERYXLOG");
    run(
        "archive-get",
        "--instance=narrow",
        "--wal-file-path=" + delivered,
        "--wal-file-name=" + host.wal().name(1, 1),
        "--prefetch-dir=" + Files.createDirectory(prefetched),
        "--batch-size=" + SEGMENTS,
        "-j8");
    assertThat(delivered).hasSameBinaryContentAs(host.segment(1));
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (!Files.exists(prefetched.resolve(host.wal().name(1, SEGMENTS)))
        && System.nanoTime() < end) {
      Thread.sleep(50);
    }

    Path copy = directory.resolve("copy");
    run("init", "-B", copy.toString());
    run("copy", "--to=" + copy, "--instance=narrow", "--wal", "-j8");
    requireSame(copy.resolve("wal/narrow"), 1);
    run("init", "-B", "s3://" + bucket.name() + "/copy");
    run("copy", "-B", copy.toString(), "--to=s3://" + bucket.name() + "/copy", "--wal", "-j8");
    requireSame(prefetched, 2);
  }
}
