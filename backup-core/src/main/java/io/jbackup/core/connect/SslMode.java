package io.jbackup.core.connect;

/// libpq's `sslmode`, weakest first.
public enum SslMode {
  DISABLE("disable"),
  ALLOW("allow"),
  PREFER("prefer"),
  REQUIRE("require"),
  VERIFY_CA("verify-ca"),
  VERIFY_FULL("verify-full");

  private final String keyword;

  SslMode(String keyword) {
    this.keyword = keyword;
  }

  /// As written in a conninfo string.
  public String keyword() {
    return keyword;
  }

  /// Whether a connection without TLS is out of the question.
  public boolean demandsTls() {
    return compareTo(REQUIRE) >= 0;
  }
}
