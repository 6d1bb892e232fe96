package io.jbackup.core.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a person must know about a restored server's own configuration before it is started.
final class ServerAdvice {
  private static final String ARCHIVE_MODE = "archive_mode";

  private ServerAdvice() {}

  /// What the configuration files say of archive_mode; `off` when they say nothing.
  static String archiveMode(Optional<String> postgresqlConf, String autoConf) {
    return effective(
        ConfText.values(postgresqlConf.orElse("")), ConfText.values(autoConf), ARCHIVE_MODE, "off");
  }

  /// Reads the configuration files' texts; empty for one that is not in the data directory.
  static List<String> of(
      Optional<String> postgresqlConf, String autoConf, boolean archivesRightly) {
    List<String> advice = new ArrayList<>();
    if (postgresqlConf.isEmpty()) {
      advice.add(
          "The backup holds no postgresql.conf: the server's configuration files lay outside its"
              + " data directory. Provide them before the start, for example with pg_ctl -o \"-c"
              + " config_file=…\".");
    }
    Map<String, String> main = ConfText.values(postgresqlConf.orElse(""));
    Map<String, String> auto = ConfText.values(autoConf);
    String mode = effective(main, auto, ARCHIVE_MODE, "off");
    if (!archivesRightly && !mode.equals("off") && !mode.isEmpty()) {
      advice.add(archiving(mode, effective(main, auto, "archive_command", "")));
    }
    main.keySet().stream()
        .filter(name -> name.startsWith("recovery_target") && !auto.containsKey(name))
        .filter(name -> !name.equals("recovery_target_timeline"))
        .filter(name -> !String.valueOf(main.get(name)).isEmpty())
        .forEach(name ->
            advice.add(
                "postgresql.conf sets "
                    + name
                    + ": remove the line before the start, or recovery may go elsewhere."));
    return advice;
  }

  private static String effective(
      Map<String, String> main, Map<String, String> auto, String name, String fallback) {
    return auto.getOrDefault(name, main.getOrDefault(name, fallback));
  }

  private static String archiving(String mode, String command) {
    return "The restored server has archive_mode = "
        + mode
        + (command.isEmpty() ? "" : " and archive_command = " + ConfText.quote(command))
        + ". If the original server is still in use, both would archive WAL under the same names,"
        + " and choose the same numbers for new timelines:"
        + " start the copy with archive_mode = off (pg_ctl -o \"-c archive_mode=off\"), or give it"
        + " an instance of its own with \"jbackup add-instance\" and change archive_command.";
  }
}
