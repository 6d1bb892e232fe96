package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
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
  private SampleWal wal;
  private Path data;

  @BeforeEach
  void makeSegments() throws Exception {
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/catalog");
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(directory).toString());
    data = directory.resolve("data");
    Files.createDirectories(data.resolve("pg_wal/archive_status"));
    Files.createDirectories(data.resolve("global"));
    run("init");
    try (PostgresServer server = PostgresServer.version(PostgresBinaries.newest()).start()) {
      for (String file : new String[] {"PG_VERSION", "global/pg_control"}) {
        Files.copy(server.dataDirectory().resolve(file), data.resolve(file));
      }
      String id = server.query("select system_identifier from pg_control_system()");
      wal = SampleWal.small().withSystemId(Long.parseLong(id)).withSize(16 << 20);
    }
    for (int number = 1; number <= SEGMENTS; number++) {
      Files.write(segment(number), wal.segment(1, number, number));
    }
  }

  private Path segment(int number) {
    return data.resolve("pg_wal").resolve(wal.name(1, number));
  }

  private String run(String... words) throws Exception {
    try (Program program = Program.start(directory, environment, words)) {
      int exit = program.exit();
      assertThat(exit).as(program.output()).isZero();
      return program.output();
    }
  }

  private void push(String instance) throws Exception {
    run("add-instance", "-D", data.toString(), "--instance=" + instance);
    for (int number = 1; number <= SEGMENTS; number++) {
      Files.createFile(
          data.resolve("pg_wal/archive_status").resolve(wal.name(1, number) + ".ready"));
    }
    String output =
        run(
            "archive-push",
            "--instance=" + instance,
            "--wal-file-path=" + segment(1),
            "--wal-file-name=" + wal.name(1, 1),
            "--batch-size=100",
            "-j8");
    assertThat(output).contains("pushed: " + SEGMENTS);
    for (int number = 1; number <= SEGMENTS; number++) {
      Files.deleteIfExists(
          data.resolve("pg_wal/archive_status").resolve(wal.name(1, number) + ".ready"));
      Files.deleteIfExists(
          data.resolve("pg_wal/archive_status").resolve(wal.name(1, number) + ".done"));
    }
  }

  private void requireSame(Path folder, int first) throws IOException {
    for (int number = first; number <= SEGMENTS; number++) {
      assertThat(folder.resolve(wal.name(1, number))).hasSameBinaryContentAs(segment(number));
    }
  }

  @Test
  void segmentsThatAreLargerThanTheMemory() throws Exception {
    push("wide");
    // As little as a single segment gets.
    environment.put("JBACKUP_JAVA_OPTS", "-Xmx96m");
    push("narrow");

    Path prefetched = directory.resolve("prefetched");
    Path delivered = data.resolve("pg_wal/RECOVERYXLOG");
    run(
        "archive-get",
        "--instance=narrow",
        "--wal-file-path=" + delivered,
        "--wal-file-name=" + wal.name(1, 1),
        "--prefetch-dir=" + Files.createDirectory(prefetched),
        "--batch-size=" + SEGMENTS,
        "-j8");
    assertThat(delivered).hasSameBinaryContentAs(segment(1));
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    while (!Files.exists(prefetched.resolve(wal.name(1, SEGMENTS))) && System.nanoTime() < end) {
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
