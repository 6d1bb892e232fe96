package io.jbackup.cli;

import io.jbackup.cli.command.Surroundings;
import io.jbackup.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs command lines in this process, with a clock that stands still and no terminal.
final class CommandLine {
  private final Map<String, String> environment = new HashMap<>();
  private Clock clock = Clock.fixed(Instant.parse("2026-11-22T02:00:00Z"), ZoneId.of("UTC"));
  private boolean terminal;

  /// What a run left behind.
  record Outcome(int exit, String out, String err) {}

  CommandLine with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CommandLine inZone(String zone) {
    clock = clock.withZone(ZoneId.of(zone));
    return this;
  }

  CommandLine at(Clock time) {
    clock = time;
    return this;
  }

  CommandLine onTerminal() {
    terminal = true;
    return this;
  }

  Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal streams = new Terminal(stream(out), stream(err), terminal, terminal);
    Surroundings surroundings =
        new Surroundings(
            streams,
            Map.copyOf(environment),
            clock,
            Path.of("/nowhere"),
            "tester",
            Path.of("/opt"));
    int exit = new Main(surroundings).run(List.of(words));
    return new Outcome(exit, text(out), text(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
