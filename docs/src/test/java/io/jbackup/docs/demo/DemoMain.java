package io.jbackup.docs.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// The program behind `./jbackup demo`, which starts it in the directory of the checkout.
public final class DemoMain {
  private static final int USAGE = 2;

  private DemoMain() {}

  public static void main(String[] words) throws IOException {
    List<String> arguments = List.of(words);
    if (arguments.equals(List.of("--help"))) {
      System.out.println(
          """
          Usage: ./jbackup demo [--keep]

          Backs up and restores a PostgreSQL server of its own in a temporary directory.
          --keep leaves that directory and says how to go on playing with it.\
          """);
      return;
    }
    boolean keep = arguments.equals(List.of("--keep"));
    if (!keep && !arguments.isEmpty()) {
      System.err.println("jbackup demo: unknown argument: " + String.join(" ", arguments));
      System.err.println("HINT: the only one is --keep.");
      System.exit(USAGE);
    }
    System.exit(run(System.out, keep));
  }

  private static int run(PrintStream out, boolean keep) throws IOException {
    try (Demo demo = new Demo(out, Path.of("cli/target/jbackup"), keep)) {
      // Ctrl-C ends the servers, too.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(demo), "clean up"));
      return demo.run();
    }
  }

  private static void close(Demo demo) {
    try {
      demo.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
