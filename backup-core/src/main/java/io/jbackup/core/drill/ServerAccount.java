package io.jbackup.core.drill;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.core.restore.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who the server of a drill runs as: we ourselves, but for root, whom PostgreSQL refuses.
///
/// @param prefix what goes before the server's command
/// @param owner `uid:gid` that the directory has to be given to; empty when it is ours
record ServerAccount(List<String> prefix, Optional<String> owner) {
  private static final String SETPRIV = "setpriv";

  /// The server ends with the thread that started it, also when that is killed: SIGQUIT is an
  /// immediate shutdown.
  private static final List<String> END_WITH_US = List.of(SETPRIV, "--pdeathsig", "QUIT");

  ServerAccount {
    prefix = List.copyOf(prefix);
  }

  /// For root: the owner of the instance's data directory on this host, else `postgres`.
  static ServerAccount here(Optional<Path> pgdata) {
    if (!Ownership.isRoot()) {
      return new ServerAccount(prefixThatWorks(), Optional.empty());
    }
    String name = pgdata.flatMap(ServerAccount::ownerOf).orElse("postgres");
    Optional<String> uid = Commands.output(List.of("id", "-u", name));
    Optional<String> gid = Commands.output(List.of("id", "-g", name));
    if (uid.isEmpty() || gid.isEmpty() || prefixThatWorks().isEmpty()) {
      throw new DestinationException(
          "a drill as root cannot start a server: PostgreSQL refuses root, and "
              + (uid.isEmpty() ? "there is no user \"" + name + "\"" : "setpriv is not there"),
          "Run the drill as the user who runs PostgreSQL: runuser -u postgres -- jbackup drill …");
    }
    List<String> prefix =
        List.of(SETPRIV, "--reuid=" + uid.get(), "--regid=" + gid.get(), "--clear-groups");
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(END_WITH_US);
    return new ServerAccount(whole, Optional.of(uid.get() + ":" + gid.get()));
  }

  private static List<String> prefixThatWorks() {
    List<String> trial = new ArrayList<>(END_WITH_US);
    trial.add("true");
    return Commands.output(trial).isPresent() ? END_WITH_US : List.of();
  }

  private static Optional<String> ownerOf(Path pgdata) {
    try {
      return Optional.of(Files.getOwner(pgdata).getName()).filter(name -> !name.equals("root"));
    } catch (IOException _) {
      return Optional.empty(); // the cluster is on another host
    }
  }

  /// Gives the directory and all in it to the server's user.
  void own(Path directory) {
    if (owner.isPresent()
        && Commands.output(List.of("chown", "-hR", owner.get(), directory.toString())).isEmpty()) {
      throw new DestinationException(
          "could not give \"" + directory + "\" to the server's user (" + owner.get() + ")",
          "Run the drill as the user who runs PostgreSQL.");
    }
  }

  List<String> command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }
}
