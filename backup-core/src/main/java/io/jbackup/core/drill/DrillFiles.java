package io.jbackup.core.drill;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.core.format.PgControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The configuration files of a drill's server.
final class DrillFiles {
  private static final Pattern RECOVERY =
      Pattern.compile("\\s*(restore_command|recovery_target\\w*)\\s*=.*");

  private final Scratch scratch;

  DrillFiles(Scratch scratch) {
    this.scratch = scratch;
  }

  /// Writes them; the path of postgresql.conf. What `ALTER SYSTEM` set in the cluster goes: of
  /// postgresql.auto.conf only the settings of recovery stay.
  Path write(PgControl control, Map<String, String> settings) {
    Path root = scratch.root();
    Path conf = root.resolve("postgresql.conf");
    Path hba = root.resolve("pg_hba.conf");
    Path ident = root.resolve("pg_ident.conf");
    Path auto = scratch.data().resolve("postgresql.auto.conf");
    try {
      Files.writeString(hba, "local all all trust\n");
      Files.writeString(ident, "");
      Files.writeString(conf, DrillConf.text(control, hba, ident, scratch.sockets(), settings));
      if (Files.exists(auto)) {
        String kept =
            Files.readString(auto, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> RECOVERY.matcher(line).matches())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Files.writeString(auto, kept, StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw new DestinationException(
          "could not write the configuration in \"" + root + "\": " + e,
          "Look at the file system of the drill's directory.",
          e);
    }
    return conf;
  }
}
