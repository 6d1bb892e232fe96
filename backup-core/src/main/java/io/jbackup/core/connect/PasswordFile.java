package io.jbackup.core.connect;

import io.jbackup.catalog.error.ConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// libpq's password file: lines `host:port:database:user:password`, `*` for any, backslash escapes
/// (PostgreSQL documentation, "The Password File").
///
/// @param explicit whether the path was named by somebody
record PasswordFile(Path path, boolean explicit) {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /// The password of the first line that fits, or null.
  @Nullable String find(HostAddress host, String user, List<String> databases) {
    if (!Files.exists(path) || problem().isPresent()) {
      return null;
    }
    List<String> lines = read();
    for (String database : databases) {
      List<List<String>> wanted =
          List.of(
              hostNames(host),
              List.of(Integer.toString(host.port())),
              List.of(database),
              List.of(user));
      for (String line : lines) {
        String password = PasswordLine.match(line, wanted);
        if (password != null) {
          return password;
        }
      }
    }
    return null;
  }

  /// Why the file, although it is there, is not used.
  Optional<String> problem() {
    try {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(path)) {
        return Optional.of("password file " + path + " is not a plain file and is not used");
      }
      if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
        return Optional.of("password file " + path + " is open to group or others and is not used");
      }
      return Files.isReadable(path)
          ? Optional.empty()
          : Optional.of("password file " + path + " cannot be read by this user");
    } catch (IOException e) {
      return Optional.of("password file " + path + " cannot be examined: " + e.getMessage());
    }
  }

  String hint() {
    return problem().isPresent()
        ? "chmod 600 " + path
        : "Put a line host:port:database:user:password into "
            + path
            + " (chmod 600; the database is \"replication\" or *), or set PGPASSWORD.";
  }

  private static List<String> hostNames(HostAddress host) {
    return switch (host) {
      case HostAddress.Tcp tcp -> List.of(tcp.host());
      case HostAddress.Unix unix -> List.of("localhost", unix.directory().toString());
    };
  }

  private List<String> read() {
    try {
      // ISO-8859-1 keeps every byte, so that a malformed line elsewhere in the file does no harm.
      return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
          .map(line ->
              new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
          .toList();
    } catch (IOException e) {
      throw new ConnectionException(
          "could not read password file " + path + ": " + e.getMessage(),
          "Check the file, or name another one with PGPASSFILE.",
          e);
    }
  }
}
