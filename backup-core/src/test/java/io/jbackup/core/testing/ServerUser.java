package io.jbackup.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Who a test server runs as: PostgreSQL refuses root.
///
/// For root, a user namespace without any mapping comes first: in it the process sees itself as the
/// overflow user, while its files belong to root as before, so that the test and the server reach
/// the same directories whatever their permissions. Where namespaces are forbidden (a container),
/// `setpriv` changes to the overflow user and keeps just the capability to pass by permissions.
///
/// @param prefix what goes before the server's command; empty for an ordinary user
/// @param owner the number of the user that must own the data directory, -1 where that is us
public record ServerUser(List<String> prefix, int owner) {
  private static final int OVERFLOW = 65534;
  private static final List<String> NAMESPACE = List.of("unshare", "--user");
  private static final List<String> SETPRIV =
      List.of(
          "setpriv",
          "--reuid=" + OVERFLOW,
          "--regid=" + OVERFLOW,
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override");

  public ServerUser {
    prefix = List.copyOf(prefix);
  }

  /// Finds out how a server can be run here.
  public static ServerUser here() {
    if (!root()) {
      return new ServerUser(List.of(), -1);
    }
    if (works(NAMESPACE)) {
      return new ServerUser(NAMESPACE, -1);
    }
    return new ServerUser(SETPRIV, OVERFLOW);
  }

  /// The command line that runs `program` as this user.
  public List<String> command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  /// Gives a file or directory with all that is below to the server's user.
  public void own(Path path) throws IOException {
    if (owner < 0) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static boolean root() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tell which user this is", e);
    }
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // the program is not installed, which is an answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
