package io.jbackup.scheduler.testing;

import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of a lab, run as a user that PostgreSQL's programs accept; what it prints is appended
/// to a file.
final class LabProcess {
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;

  private LabProcess(Process process) {
    this.process = process;
  }

  static LabProcess start(
      ServerUser user, Path home, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                user.command(Path.of(command.getFirst()), command.subList(1, command.size())))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    environment.forEach(builder.environment()::put);
    Process process = builder.start();
    process.getOutputStream().close();
    return new LabProcess(process);
  }

  boolean alive() {
    return process.isAlive();
  }

  /// SIGTERM, and SIGKILL when that does not help.
  void terminate() {
    process.destroy();
    if (!ended()) {
      kill();
    }
  }

  /// SIGKILL to the process and all that it started.
  void kill() {
    List<ProcessHandle> tree = process.descendants().toList();
    process.destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
    ended();
  }

  /// Waits for a program that ends by itself. Throws AssertionError when it fails.
  void expectSuccess(Path log) throws IOException {
    if (!ended() || process.exitValue() != 0) {
      kill();
      throw new AssertionError("A program of the lab failed:\n" + tail(log));
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a program of the lab ends", e);
    }
  }

  /// SIGKILL to the server of a data directory and its children, wherever they hang in the tree.
  static void killServer(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    ProcessHandle.of(pid)
        .filter(handle -> handle.info().command().orElse("").endsWith("postgres"))
        .ifPresent(handle -> {
          List<ProcessHandle> children = handle.children().toList();
          handle.destroyForcibly();
          children.forEach(ProcessHandle::destroyForcibly);
        });
  }

  /// The last lines of a log, for messages.
  static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "(no log " + log + ")";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }
}
