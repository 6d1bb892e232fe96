package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run of the distribution's `bin/jbackup` in a process of its own, its two streams merged into
/// one file.
public final class Program implements AutoCloseable {
  private static final Path EXECUTABLE = Path.of("target/jbackup/bin/jbackup").toAbsolutePath();
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// An archive_command into the catalog that the environment names. The program's path may have a
  /// blank.
  static String archiveCommand(Map<String, String> environment, String... options) {
    String settings =
        Stream.of(CatalogLocation.SETTINGS_VARIABLE, KeySettings.KEY_FILE)
            .filter(environment::containsKey)
            .map(name -> name + "=" + environment.get(name) + " ")
            .collect(Collectors.joining());
    return "%s\"%s\" archive-push -B %s --instance node %s %s"
        .formatted(
            settings,
            EXECUTABLE,
            environment.get("BACKUP_PATH"),
            "--wal-file-path=%p --wal-file-name=%f",
            String.join(" ", options));
  }

  /// Runs a command that has to succeed; returns what it printed.
  static String run(Path directory, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    try (Program program = start(directory, environment, words)) {
      return program.succeed();
    }
  }

  /// Waits for the end, which has to be a success; returns what was printed.
  public String succeed() throws IOException, InterruptedException {
    int exit = exit();
    assertThat(exit).as(output()).isZero();
    return output();
  }

  public static Program start(Path directory, Map<String, String> environment, String... words)
      throws IOException {
    return startAs(List.of(), directory, environment, words);
  }

  /// `prefix` goes before the program's path, such as a command that changes the user.
  public static Program startAs(
      List<String> prefix, Path directory, Map<String, String> environment, String... words)
      throws IOException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    List<String> command = new ArrayList<>(prefix);
    command.add(EXECUTABLE.toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new Program(builder.start(), output);
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /// Waits until the process has printed the text.
  public void awaitOutput(String text) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(DEADLINE);
    while (!output().contains(text)) {
      if (Instant.now().isAfter(end) || !process.isAlive()) {
        throw new AssertionError("not printed: " + text + "; but: " + output());
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  /// Sends a signal, such as `INT`.
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /// The exit code, once it has ended.
  public int exit() throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + output());
    }
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL for it and what it has started; returns when they have ended.
  public void kill() throws InterruptedException {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(child -> child.onExit().join());
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
