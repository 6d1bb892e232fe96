package io.jbackup.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private Instant now = Instant.EPOCH;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final List<String> lines = new ArrayList<>();

  @Test
  void eachTenthIsALine() {
    LineProgress progress = new LineProgress(lines::add, clock);
    progress.begin("copy", 100 << 20);
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(200);
      progress.advance(1 << 20);
    }
    progress.end();

    assertThat(lines)
        .hasSize(10)
        .startsWith("Progress: copy: 10%, 10MB of 100MB, 5120kB/s")
        .endsWith("Progress: copy: 100%, 100MB of 100MB, 5120kB/s");
  }

  @Test
  void aQuickTaskIsOneLine() {
    LineProgress progress = new LineProgress(lines::add, clock);
    progress.begin("copy", 100 << 20);
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(10);
      progress.advance(1 << 20);
    }

    assertThat(lines).containsExactly("Progress: copy: 100%, 100MB of 100MB, 100MB/s");
  }

  @Test
  void aSlowTaskIsHeardOfEveryHalfMinute() {
    LineProgress progress = new LineProgress(lines::add, clock);
    progress.begin("copy", -1);
    for (int i = 0; i < 100; i++) {
      now = now.plus(Duration.ofSeconds(1));
      progress.advance(1 << 20);
    }

    assertThat(lines)
        .containsExactly(
            "Progress: copy: 30MB, 1024kB/s",
            "Progress: copy: 60MB, 1024kB/s",
            "Progress: copy: 90MB, 1024kB/s");
  }

  @Test
  void aBarIsRemovedAtItsEnd() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, false, StandardCharsets.UTF_8);
    BarProgress progress = new BarProgress(new Terminal(stream, stream, true, true), 80);
    progress.begin("copy", 10 << 20);
    progress.advance(5 << 20);
    progress.end();

    String text = err.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("copy").endsWith("\r\u001b[K");
    assertThat(text.split("\r")).allMatch(line -> line.replace("\u001b[K", "").length() < 80);
  }
}
