package io.jbackup.core.connect;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The passwords of one target: the given one, else the password file's, else a person's. Safe for
/// use by several threads. Never prints a password.
public final class Passwords {
  private final @Nullable String given;
  private final @Nullable String keyPassword;
  private final PasswordFile file;
  private final PasswordPolicy policy;
  private final PasswordPrompter prompter;
  private @Nullable String answered;

  Passwords(
      @Nullable String given,
      @Nullable String keyPassword,
      PasswordFile file,
      PasswordPolicy policy,
      PasswordPrompter prompter) {
    this.given = given;
    this.keyPassword = keyPassword;
    this.file = file;
    this.policy = policy;
    this.prompter = prompter;
  }

  /// The password to try first, or null when none is known yet.
  ///
  /// @param databases what the password file's third field may be
  public synchronized @Nullable String known(
      HostAddress host, String user, List<String> databases) {
    if (answered != null) {
      return answered;
    }
    if (policy == PasswordPolicy.ALWAYS) {
      return ask(user);
    }
    return given != null ? given : file.find(host, user, databases);
  }

  /// Asks a person, once; null when policy or circumstances forbid it.
  public synchronized @Nullable String ask(String user) {
    if (answered == null && policy != PasswordPolicy.NEVER) {
      answered = prompter.ask("Password for user " + user + ": ");
    }
    return answered;
  }

  /// The passphrase of the client certificate's key (`sslpassword`), or null.
  public @Nullable String keyPassword() {
    return keyPassword;
  }

  /// Where the password of this connection was found, for messages.
  public synchronized String origin() {
    if (answered != null) {
      return "typed in";
    }
    return given != null ? "from PGPASSWORD or the connection string" : "from " + file.path();
  }

  /// What keeps the password file from being used, e.g. its permissions.
  public Optional<String> fileProblem() {
    return file.problem();
  }

  /// What to do about [#fileProblem()], or how to supply a password.
  public String fileHint() {
    return file.hint();
  }

  @Override
  public String toString() {
    return "Passwords[" + policy + "]";
  }
}
