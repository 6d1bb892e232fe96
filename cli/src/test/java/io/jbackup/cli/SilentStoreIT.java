package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that takes connections and never answers.
final class SilentStoreIT {
  private static final int STORAGE = 11;

  @TempDir Path directory;

  @Test
  void archivePushEndsInTheTimeThatItWasGiven() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path settings =
          Files.writeString(
              directory.resolve("s3.conf"),
              "endpoint = http://127.0.0.1:%d\n".formatted(silent.getLocalPort()));
      Map<String, String> environment =
          Map.of(
              "BACKUP_PATH", "s3://bucket/catalog",
              "JBACKUP_S3_CONFIG", settings.toString(),
              "AWS_ACCESS_KEY_ID", "key",
              "AWS_SECRET_ACCESS_KEY", "secret");
      long began = System.nanoTime();
      try (Program program =
          Program.start(
              directory,
              environment,
              "archive-push",
              "--instance=main",
              "--archive-timeout=2",
              "--wal-file-path=pg_wal/000000010000000000000001",
              "--wal-file-name=000000010000000000000001")) {
        assertThat(program.exit()).as(program.output()).isEqualTo(STORAGE);
        assertThat(program.output())
            .contains("000000010000000000000001 could not be archived in 2 seconds", "HINT: ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
    }
  }
}
