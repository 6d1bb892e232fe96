package io.jbackup.core.protocol;

import java.io.IOException;

/// What arrived is not PostgreSQL's protocol, or not what may come at this point.
final class ProtocolViolation extends IOException {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message);
  }
}
