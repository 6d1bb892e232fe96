package io.jbackup.core.drill;

import io.jbackup.catalog.error.CancelledException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Small programs that answer at once.
final class Commands {
  private static final int DEADLINE_SECONDS = 30;

  private Commands() {}

  /// What the program printed, stripped; empty when it is not there or fails.
  static Optional<String> output(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      try {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      return Optional.empty(); // no such program, which is an answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted", "Run the command again.", e);
    }
  }
}
