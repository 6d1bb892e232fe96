package io.jbackup.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// One run of the server process: owns it from its start until it is gone.
final class Postmaster {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(10);

  private final Process process;
  private final Path data;
  private final Path log;
  private final Thread hook;

  private Postmaster(Process process, Path data, Path log) {
    this.process = process;
    this.data = data;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "kill the test server");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static Postmaster launch(List<String> command, Path data, Path log) throws IOException {
    return new Postmaster(builder(command, log).start(), data, log);
  }

  /// Runs a program of PostgreSQL to its end; what it prints goes to the log.
  static void run(List<String> command, Path log) throws IOException {
    Process process = builder(command, log).start();
    if (!exited(process, DEADLINE)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " did not end.\n" + tail(log));
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command) + ": exit code " + process.exitValue() + "\n" + tail(log));
    }
  }

  /// Waits until the server takes connections.
  void awaitReady() throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!ready()) {
      if (!process.isAlive()) {
        forget();
        throw new IOException(
            "PostgreSQL ended with exit code " + process.exitValue() + ".\n" + tail(log));
      }
      if (System.nanoTime() > end) {
        kill();
        throw new IOException("PostgreSQL did not become ready in " + DEADLINE + ".\n" + tail(log));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// Waits until the server has ended by itself; its exit code.
  int awaitExit() throws IOException {
    if (!exited(process, DEADLINE)) {
      kill();
      throw new IOException("PostgreSQL did not end in " + DEADLINE + ".\n" + tail(log));
    }
    forget();
    return process.exitValue();
  }

  void stop(StopMode mode) throws IOException {
    signal(mode.signal());
    awaitExit();
  }

  void signal(String name) throws IOException {
    run(List.of("sh", "-c", "kill -" + name + " " + process.pid()), log);
  }

  /// SIGKILL; returns when the backends have noticed and ended too, as they hold shared memory.
  void kill() throws IOException {
    List<ProcessHandle> backends = process.descendants().toList();
    process.destroyForcibly();
    List<ProcessHandle> all = new ArrayList<>(backends);
    all.add(process.toHandle());
    for (ProcessHandle handle : all) {
      awaitEnd(handle);
    }
    forget();
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "(no log)";
    }
    List<String> lines = Files.readString(log).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  /// The eighth line of postmaster.pid is the state (PostgreSQL, src/include/utils/pidfile.h).
  private boolean ready() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = Files.readString(file).lines().map(String::strip).toList();
    return lines.size() >= 8
        && lines.getFirst().equals(Long.toString(process.pid()))
        && (lines.get(7).equals("ready") || lines.get(7).equals("standby"));
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      hook.setName("the JVM is ending and runs this hook itself");
    }
  }

  private static ProcessBuilder builder(List<String> command, Path log) {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static boolean exited(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while waiting for a process", e);
    }
  }

  private static void awaitEnd(ProcessHandle handle) throws IOException {
    try {
      handle.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for process " + handle.pid(), e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Process " + handle.pid() + " did not end.", e);
    }
  }
}
