package io.jbackup.cli.terminal;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// Asks for a password on the terminal, without echo.
public final class Prompt {
  private Prompt() {}

  /// The answer; null where there is no terminal to ask on, or the input ended.
  // JDK 25 went back to the built-in console, and that is null without a terminal.
  @SuppressWarnings("SystemConsoleNull")
  public static @Nullable String password(String prompt) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    char[] answer = console.readPassword("%s", prompt);
    return answer == null ? null : new String(answer);
  }
}
