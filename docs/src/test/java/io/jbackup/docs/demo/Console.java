package io.jbackup.docs.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints command lines and runs exactly what it printed, with `sh` in the demonstration's
/// directory and environment.
final class Console {
  private final PrintStream out;
  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> preparations = new ArrayList<>();
  private int step;

  Console(PrintStream out, Path directory) {
    this.out = out;
    this.directory = directory;
  }

  /// Begins a step of the demonstration.
  void step(String title) {
    step++;
    out.printf("%n%d. %s%n", step, title);
  }

  void say(String text) {
    out.println("   " + text);
  }

  /// Says in which directory the commands run.
  void changeDirectory() {
    prepare("cd " + word(directory.toString()));
  }

  /// Sets a variable for the commands that follow, and prints how to do the same.
  void export(String name, String value) {
    environment.put(name, value);
    prepare("export " + name + "=" + word(value));
  }

  /// Puts a directory before the others in which programs are looked for.
  void addToPath(Path programs) {
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    prepare("export PATH=" + word(programs.toString()) + ":\"$PATH\"");
  }

  private void prepare(String line) {
    preparations.add(line);
    command(line);
  }

  /// What a person has to type before the commands that were printed.
  List<String> preparations() {
    return List.copyOf(preparations);
  }

  /// Shows a command that is about to be carried out.
  void command(String line) {
    out.println("   $ " + line);
    out.flush();
  }

  /// Shows a statement that is about to be carried out.
  void statement(String sql) {
    out.println("   sql> " + sql);
    out.flush();
  }

  /// Prints a command line and runs it. Throws DemoFailure when it fails.
  void run(String line) {
    command(line);
    int code = execute(line);
    if (code != 0) {
      throw new DemoFailure("this command ended with exit code " + code + ": " + line);
    }
  }

  /// Runs a command line and shows what it prints; its exit code.
  int execute(String line) {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          out.println("     " + text);
          out.flush();
        }
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new DemoFailure("cannot run: " + line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted while this ran: " + line, e);
    }
  }

  /// A text as one word for `sh`.
  static String word(String text) {
    return text.matches("[A-Za-z0-9_./+:@,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
