package io.jbackup.archivepush;

/// Which jbackup this is.
final class Program {
  static final String VERSION = "jbackup 0.1.0 (PostgreSQL 15-18)";

  private Program() {}
}
