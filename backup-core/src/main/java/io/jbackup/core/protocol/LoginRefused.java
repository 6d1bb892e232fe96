package io.jbackup.core.protocol;

import java.io.IOException;

/// The server answered the start of a connection with an error.
final class LoginRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient ServerError error;
  private final String clientAddress;
  private final boolean tls;

  /// @param clientAddress this side's address as the server sees it
  LoginRefused(ServerError error, String clientAddress, boolean tls) {
    super(error.text());
    this.error = error;
    this.clientAddress = clientAddress;
    this.tls = tls;
  }

  ServerError error() {
    return error;
  }

  String clientAddress() {
    return clientAddress;
  }

  boolean tls() {
    return tls;
  }

  /// No line of pg_hba.conf fits this connection with, or without, TLS (ClientAuthentication in
  /// PostgreSQL's auth.c).
  boolean byAccessRules() {
    return error.sqlState().equals("28000") && error.routine().equals("ClientAuthentication");
  }
}
