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
          Usage: ./jbackup demo [--keep | --s3]

          Backs up and restores a PostgreSQL server of its own in a temporary directory.
          --keep leaves that directory and says how to go on playing with it.
          --s3 puts the catalog into a bucket of an S3 server that is started for it.\
          """);
      return;
    }
    boolean keep = arguments.equals(List.of("--keep"));
    boolean bucket = arguments.equals(List.of("--s3"));
    if (!keep && !bucket && !arguments.isEmpty()) {
      System.err.println("jbackup demo: not understood: " + String.join(" ", arguments));
      System.err.println("HINT: give --keep, or --s3, or nothing.");
      System.exit(USAGE);
    }
    System.exit(run(System.out, keep, bucket));
  }

  private static int run(PrintStream out, boolean keep, boolean bucket) throws IOException {
    try (Demo demo = new Demo(out, Path.of("cli/target/jbackup"), keep, bucket)) {
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
