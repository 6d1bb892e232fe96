package io.jbackup.catalog.lock;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that runs [HolderMain].
final class Holder implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private Holder(Process process) {
    this.process = process;
    this.answers = process.inputReader();
  }

  /// Started, and whatever it says is still to be read.
  static Holder start(Path catalog, String target, LockMode mode, String timeout)
      throws IOException {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            HolderMain.class.getName(),
            catalog.toString(),
            target,
            mode.name(),
            timeout);
    return new Holder(
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// Started, and it has answered.
  static Holder holding(Path catalog, String target, LockMode mode) throws IOException {
    Holder holder = start(catalog, target, mode, "PT0S");
    if (!holder.answer().equals("held")) {
      throw new IllegalStateException("the other process did not get the lock");
    }
    return holder;
  }

  String answer() throws IOException {
    return String.valueOf(answers.readLine());
  }

  long pid() {
    return process.pid();
  }

  /// As by kill -9.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
