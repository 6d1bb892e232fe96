package io.jbackup.core.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Who the restored files belong to: the user who runs the restore. PostgreSQL wants them to be its
/// own, and never runs as root.
public final class Ownership {
  private Ownership() {}

  /// Whether this process is run by root.
  public static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(owner(Path.of("/proc/self")));
    } catch (IOException | UnsupportedOperationException _) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /// The number of the user who runs this process; empty where that is not to be known.
  public static OptionalInt user() {
    try {
      return OptionalInt.of((Integer) owner(Path.of("/proc/self")));
    } catch (IOException | UnsupportedOperationException _) {
      return OptionalInt.empty();
    }
  }

  /// Whether this process may set the permissions of a directory.
  static boolean mayChange(Path directory) {
    try {
      return isRoot() || owner(directory).equals(owner(Path.of("/proc/self")));
    } catch (IOException | UnsupportedOperationException _) {
      return true;
    }
  }

  private static Object owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid");
  }

  /// The command that gives everything to the server's user.
  static String command(List<Path> directories) {
    return "chown -R postgres: "
        + directories.stream().map(Ownership::word).collect(Collectors.joining(" "));
  }

  /// A path as one word for a shell, quoted only where it must be.
  static String word(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./+:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
