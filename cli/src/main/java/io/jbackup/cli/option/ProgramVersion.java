package io.jbackup.cli.option;

/// Which jbackup this is.
public final class ProgramVersion {
  public static final String NUMBER = "0.1.0";
  public static final int OLDEST_SERVER = 15;
  public static final int NEWEST_SERVER = 18;

  private ProgramVersion() {}

  /// The line that `--version` prints.
  public static String line() {
    return "jbackup " + NUMBER + " (PostgreSQL " + OLDEST_SERVER + "-" + NEWEST_SERVER + ")";
  }
}
