package io.jbackup.core.connect;

/// libpq's `target_session_attrs`: which of several servers is acceptable.
public enum SessionAttributes {
  ANY("any"),
  READ_WRITE("read-write"),
  READ_ONLY("read-only"),
  PRIMARY("primary"),
  STANDBY("standby"),
  PREFER_STANDBY("prefer-standby");

  private final String keyword;

  SessionAttributes(String keyword) {
    this.keyword = keyword;
  }

  /// As written in a conninfo string.
  public String keyword() {
    return keyword;
  }

  /// Whether a server in this state will do.
  ///
  /// @param inHotStandby the server's `in_hot_standby`
  /// @param readOnly the server's `default_transaction_read_only`
  public boolean accepts(boolean inHotStandby, boolean readOnly) {
    return switch (this) {
      case ANY -> true;
      case READ_WRITE -> !inHotStandby && !readOnly;
      case READ_ONLY -> inHotStandby || readOnly;
      case PRIMARY -> !inHotStandby;
      case STANDBY, PREFER_STANDBY -> inHotStandby;
    };
  }
}
