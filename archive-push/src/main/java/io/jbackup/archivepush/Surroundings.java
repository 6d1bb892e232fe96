package io.jbackup.archivepush;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// What a program finds around itself.
///
/// @param directory the current one, absolute
record Surroundings(
    Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
  static Surroundings ofProcess() {
    return new Surroundings(System.getenv(), Path.of("").toAbsolutePath(), System.out, System.err);
  }
}
