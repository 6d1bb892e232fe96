package io.jbackup.scheduler.notify;

import io.jbackup.scheduler.config.NotifyTarget.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Runs a program by the shell, once, with the JSON on its standard input. What it prints is thrown
/// away; with what it started it is killed when it takes too long.
final class CommandDelivery implements Delivery {
  private final Command target;

  CommandDelivery(Command target) {
    this.target = target;
  }

  @Override
  public String name() {
    String command = target.command().strip();
    int blank = command.indexOf(' ');
    return "command " + (blank < 0 ? command : command.substring(0, blank));
  }

  @Override
  public void deliver(String json) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", target.command())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      boolean read = write(process, json);
      if (!process.waitFor(target.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("did not end within " + target.timeout().toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit status " + process.exitValue() + (read ? "" : ", did not read its input"));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// A program may end without reading: false then.
  private static boolean write(Process process, String json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
