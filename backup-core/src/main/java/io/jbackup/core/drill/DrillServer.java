package io.jbackup.core.drill;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server process that is ours from its start until it and its children are gone.
final class DrillServer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration STOP = Duration.ofSeconds(30);

  /// The line of postmaster.pid that has the state (PostgreSQL, src/include/utils/pidfile.h).
  private static final int STATE_LINE = 7;

  private final Process process;
  private final Path data;
  private final Path log;
  private final Duration timeout;
  private final CompletableFuture<Void> expiry = new CompletableFuture<>();
  private volatile boolean expired;

  private DrillServer(Process process, Path data, Path log, Duration timeout) {
    this.process = process;
    this.data = data;
    this.log = log;
    this.timeout = timeout;
    var _ =
        expiry
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(failure -> {
              expired = failure instanceof TimeoutException;
              signal("QUIT");
              return null;
            });
  }

  /// Starts the command; after `timeout` the server is stopped, whatever it does then.
  static DrillServer start(List<String> command, Path data, Path log, Duration timeout) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    try {
      return new DrillServer(builder.start(), data, log, timeout);
    } catch (IOException e) {
      throw new StorageException(
          "could not start \"" + command.getLast() + "\": " + e.getMessage(),
          "Look at the permissions of PostgreSQL's programs.",
          e);
    }
  }

  /// Waits until recovery has ended and connections are taken. Throws ServerException when the
  /// server ends instead.
  void awaitReady() {
    try {
      while (!isReady()) {
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failure(
              "PostgreSQL ended before recovery was complete (exit code "
                  + process.exitValue()
                  + ")",
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted", "Run the drill again.", e);
    }
  }

  /// What to throw when something failed while the server ran.
  ServerException failure(String what, @org.jspecify.annotations.Nullable Throwable cause) {
    if (expired) {
      return new ServerException(
          "PostgreSQL was stopped because it had not finished after "
              + timeout.toSeconds()
              + " seconds: "
              + what,
          "Give it more time with --timeout.",
          "",
          cause);
    }
    return new ServerException(
        what + ": " + LogTail.of(log),
        "Run the drill with --keep and read its server.log.",
        "",
        cause);
  }

  boolean isExpired() {
    return expired;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private boolean isReady() {
    try {
      List<String> lines =
          Files.readString(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)
              .lines()
              .toList();
      return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new StorageException(
          "could not read postmaster.pid in \"" + data + "\": " + e.getMessage(),
          "Look at the file system of the drill's directory.",
          e);
    }
  }

  private void signal(String name) {
    if (process.isAlive()) {
      Commands.output(List.of("/bin/sh", "-c", "kill -" + name + " " + process.pid()));
    }
  }

  /// Ends it at once, without a shutdown checkpoint, and waits for its children too.
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    expiry.complete(null);
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    try {
      signal("QUIT");
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
      for (ProcessHandle handle : all) {
        awaitEnd(handle);
      }
    } catch (InterruptedException _) {
      all.forEach(ProcessHandle::destroyForcibly);
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(ProcessHandle handle) throws InterruptedException {
    try {
      handle.onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      handle.destroyForcibly();
      throw new StorageException(
          "process " + handle.pid() + " of the drill's server did not end",
          "Look at what it does; the drill's directory may still be in use.",
          e);
    }
  }
}
