package io.jbackup.core.protocol;

import java.io.IOException;

/// The server asks for a password and none is known yet.
final class PasswordNeeded extends IOException {
  private static final long serialVersionUID = 1L;

  PasswordNeeded() {
    super("the server asks for a password and none was supplied");
  }
}
