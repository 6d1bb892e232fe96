package io.jbackup.cli;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.cli.command.Surroundings;
import io.jbackup.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the usual commands once while the distribution is built, so that the JVM learns which
/// classes they need and keeps them ready in its AOT cache.
public final class Training {
  private final Main program;
  private final CatalogLocation location;
  private final String catalog;
  private final String directory;

  /// @param directory with something in it
  /// @param environment beside what the commands need anyway
  Training(CatalogLocation location, Path directory, Map<String, String> environment) {
    this.location = location;
    this.directory = directory.toString();
    catalog = location.toString();
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("PGHOST", directory.toString());
    variables.put("BACKUP_PATH", catalog);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    program =
        new Main(
            new Surroundings(
                new Terminal(nowhere, nowhere, false, false),
                variables,
                Clock.system(ZoneId.systemDefault()),
                directory,
                "postgres",
                directory));
  }

  public static void main(String[] words) {
    Path directory = Path.of(words[0]).toAbsolutePath();
    Main.main(new String[] {"--version"});
    new Training(CatalogLocation.of(directory.resolve("catalog")), directory, Map.of()).run();
  }

  void run() {
    run("help", "backup");
    run("init", "-B", catalog);
    addBackups();
    run("show");
    run("show", "-B", catalog, "--instance", "a");
    run("show", "-B", catalog, "--instance", "a", "--format=json");
    run("show", "-B", catalog, "--instance", "a", "-i", "AAAAAA");
    run("set-config", "-B", catalog, "--instance", "a", "--log-level-file=info");
    run("show-config", "-B", catalog, "--instance", "a");
    run("show-config", "-B", catalog, "--instance", "a", "--format=json");
    run("add-instance", "-B", catalog, "--instance", "b", "-d", "postgres");
    run("backup", "-B", catalog, "--instance", "a", "-b", "FULL", "--stream", "--compress");
    run("restore", "-B", catalog, "--instance", "a", "-D", directory, "--time=2026-01-01");
  }

  private void run(String... words) {
    program.run(List.of(words));
  }

  private void addBackups() {
    try (Catalog opened = Catalog.open(location, false)) {
      InstanceConfig config =
          InstanceConfig.empty()
              .with(ConfigKey.SYSTEM_IDENTIFIER, "1")
              .with(ConfigKey.SERVER_VERSION, "18");
      Instance instance = opened.addInstance("a", config);
      Instant now = Instant.now();
      for (int i = 0; i < 3; i++) {
        instance.create(
            now.plusSeconds(i),
            BackupControl.empty()
                .with(ControlField.BACKUP_MODE, "FULL")
                .with(ControlField.STREAM, "true")
                .with(ControlField.SERVER_VERSION, "18")
                .with(ControlField.TIMELINE_ID, 1)
                .with(ControlField.START_LSN, "0/2000028")
                .with(ControlField.STOP_LSN, "0/2000128")
                .with(ControlField.START_TIME, now)
                .with(ControlField.END_TIME, now.plusSeconds(100))
                .with(ControlField.RECOVERY_TIME, now)
                .with(ControlField.DATA_BYTES, 100_000_000)
                .with(ControlField.UNCOMPRESSED_BYTES, 300_000_000)
                .with(BackupStatus.OK));
      }
    }
  }
}
