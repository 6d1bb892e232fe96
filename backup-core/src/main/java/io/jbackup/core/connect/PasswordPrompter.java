package io.jbackup.core.connect;

import org.jspecify.annotations.Nullable;

/// Asks a person for a password on the terminal, without echo.
@FunctionalInterface
public interface PasswordPrompter {
  /// For processes without a terminal.
  PasswordPrompter NONE = _ -> null;

  /// The password, or null when there is nobody to ask.
  @Nullable String ask(String prompt);
}
