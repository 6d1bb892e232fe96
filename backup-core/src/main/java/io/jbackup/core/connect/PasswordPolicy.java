package io.jbackup.core.connect;

/// When a person is asked for the password.
public enum PasswordPolicy {
  /// `-w`: never; a connection that needs a password nobody supplied fails.
  NEVER,
  /// `-W`: always, before the first connection.
  ALWAYS,
  /// Only when the server asks and neither environment nor password file has one.
  IF_ASKED
}
