package io.jbackup.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// How wide the process's terminal is. Java does not tell; `stty` does.
final class TerminalSize {
  private static final int SECONDS = 2;

  private TerminalSize() {}

  /// Empty when there is no terminal, no stty, or no answer that makes sense.
  static OptionalInt columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(new File("/dev/tty")))
              .redirectError(Redirect.DISCARD)
              .start();
      try (var out = stty.getInputStream()) {
        if (!stty.waitFor(SECONDS, TimeUnit.SECONDS)) {
          stty.destroyForcibly();
          return OptionalInt.empty();
        }
        return parse(new String(out.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      return OptionalInt.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /// Rows and columns, each 0 where the terminal does not know.
  static OptionalInt parse(String answer) {
    String text = answer.strip();
    return text.matches("\\d{1,5} [1-9]\\d{0,4}")
        ? OptionalInt.of(Integer.parseInt(text.substring(text.indexOf(' ') + 1)))
        : OptionalInt.empty();
  }
}
