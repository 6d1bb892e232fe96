package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// archive-push while its store is down.
final class DownStoreIT {
  private static final int GENERAL = 1;
  private static final FaultProxy.Fault DOWN =
      new FaultProxy.Fault.Answer(
          503, "<Error><Code>SlowDown</Code><Message>is down</Message></Error>");

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private Program start(Path segment, int seconds) throws Exception {
    return Program.start(
        directory,
        environment,
        "archive-push",
        "--instance=main",
        "--wal-file-path=" + segment,
        "--wal-file-name=" + segment.getFileName(),
        "--archive-timeout=" + seconds);
  }

  private void run(String... words) throws Exception {
    Program.run(directory, environment, words);
  }

  /// An archiving host, and an instance in a bucket behind the proxy.
  private IdleHost host(TestBucket bucket, FaultProxy proxy) throws Exception {
    IdleHost host = IdleHost.create(directory.resolve("data"));
    host.write(1);
    Files.createFile(host.ready(1));
    environment.put("BACKUP_PATH", "s3://" + bucket.name() + "/catalog");
    environment.put("JBACKUP_S3_CONFIG", bucket.settings(directory, proxy.endpoint()).toString());
    run("init");
    run("add-instance", "-D", host.data().toString(), "--instance=main");
    return host;
  }

  @Test
  void itIsRetriedUntilTheStoreIsBack() throws Exception {
    TestBucket bucket = TestBucket.create();
    AtomicInteger refusals = new AtomicInteger();
    try (FaultProxy proxy = FaultProxy.before(bucket.server())) {
      IdleHost host = host(bucket, proxy);
      proxy.faults(line ->
          line.startsWith("PUT ") && refusals.incrementAndGet() <= 4
              ? DOWN
              : new FaultProxy.Fault.None());
      try (Program program = start(host.segment(1), 300)) {
        program.succeed();
      }
      assertThat(refusals).hasValue(5);
    }
  }

  @Test
  void shortlyBeforeTheDeadlineItSaysWhatTheStoreSaid() throws Exception {
    TestBucket bucket = TestBucket.create();
    try (FaultProxy proxy = FaultProxy.before(bucket.server())) {
      IdleHost host = host(bucket, proxy);
      proxy.faults(line -> line.startsWith("PUT ") ? DOWN : new FaultProxy.Fault.None());
      try (Program program = start(host.segment(1), 20)) {
        int exit = program.exit();
        assertThat(exit).as(program.output()).isEqualTo(GENERAL);
        assertThat(program.output())
            .contains(
                "could not write \"s3://", host.wal().name(1, 1), "SlowDown (after ", "HINT: ")
            .contains("archive-push failed, pushed: 0, skipped: 0, failed: 1");
      }
      assertThat(host.ready(1)).exists();
      long attempts = proxy.requests().stream().filter(line -> line.contains("/wal/")).count();
      // With the usual minute for a request there would be some thirty.
      assertThat(attempts).isBetween(5L, 20L);
    }
  }

  @Test
  void aStoreThatNeverAnswersIsGivenTheTimeAndNotMore() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path settings =
          Files.writeString(
              directory.resolve("s3.conf"),
              "endpoint = http://127.0.0.1:%d\n".formatted(silent.getLocalPort()));
      environment.put("BACKUP_PATH", "s3://bucket/catalog");
      environment.put("JBACKUP_S3_CONFIG", settings.toString());
      environment.put("AWS_ACCESS_KEY_ID", "key");
      environment.put("AWS_SECRET_ACCESS_KEY", "secret");
      long began = System.nanoTime();
      try (Program program = start(Path.of("pg_wal/000000010000000000000001"), 2)) {
        assertThat(program.exit()).as(program.output()).isEqualTo(GENERAL);
        assertThat(program.output())
            .contains("000000010000000000000001 could not be archived in 2 seconds", "HINT: ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
    }
  }
}
