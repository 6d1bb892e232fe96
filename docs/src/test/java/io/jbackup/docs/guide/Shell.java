package io.jbackup.docs.guide;

import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs blocks of shell commands in a directory; the first command that fails ends a block.
final class Shell {
  private static final int DEADLINE_SECONDS = 120;

  private final Path directory;
  private final Map<String, String> environment;
  private final ServerUser user;

  /// @param environment all that the commands get
  Shell(Path directory, Map<String, String> environment) {
    this(directory, environment, new ServerUser(List.of(), -1));
  }

  /// @param user who runs the commands
  Shell(Path directory, Map<String, String> environment, ServerUser user) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.user = user;
  }

  /// Whether a program lies in one of the directories of `path`, which is as PATH has it.
  static boolean finds(String program, String path) {
    for (String directory : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /// Returns what was printed; throws AssertionError with it when a command failed.
  String run(String commands) throws IOException, InterruptedException {
    return run(commands, 0);
  }

  /// Returns what was printed; throws AssertionError with it when the exit code is another one.
  String run(String commands, int exit) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(user.command(Path.of("/bin/sh"), List.of("-eu", "-c", commands)))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != exit) {
      String end = ended ? "exit code " + process.exitValue() : "it did not end";
      throw new AssertionError(end + "\n" + commands + "\n" + printed);
    }
    return printed;
  }
}
