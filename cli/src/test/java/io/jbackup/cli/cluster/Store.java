package io.jbackup.cli.cluster;

import io.jbackup.cli.Program;
import io.jbackup.core.testing.ServerUser;
import io.jbackup.scheduler.testing.PatroniLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A catalog with the instance `main`, and runs of the program on it.
final class Store {
  static final Path BIN = Path.of("target/jbackup/bin").toAbsolutePath();

  private final Path directory;
  private final Path catalog;

  record Outcome(int exit, String output) {}

  Store(Path directory, String name) {
    this.directory = directory;
    catalog = directory.resolve(name);
  }

  /// The words of an archive_command or restore_command for a shell, up to those about the file.
  String command(String program) {
    return "\"%s\" -B \"%s\" --instance=main".formatted(BIN.resolve(program), catalog);
  }

  void create(PatroniLab lab) throws Exception {
    run("init");
    succeed(lab, lab.leader(), "add-instance");
    ServerUser.here().own(catalog);
  }

  /// Takes a backup of this node.
  Program startBackup(PatroniLab lab, String node) throws IOException {
    return start(
        Map.of("PGPORT", "" + lab.port(node)),
        "backup",
        "--instance=main",
        "-b",
        "full",
        "--stream",
        "--temp-slot",
        "--compress");
  }

  private void succeed(PatroniLab lab, String node, String verb) throws Exception {
    try (Program program = start(Map.of("PGPORT", "" + lab.port(node)), verb, "--instance=main")) {
      program.succeed();
    }
  }

  Outcome run(String... words) throws Exception {
    try (Program program = start(Map.of(), words)) {
      int exit = program.exit();
      return new Outcome(exit, program.output());
    }
  }

  private Program start(Map<String, String> more, String... words) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("BACKUP_PATH", catalog.toString());
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGUSER", "backup");
    environment.put("PGDATABASE", "postgres");
    return Program.start(directory, environment, words);
  }

  /// Restores into a new directory.
  Outcome restore(Path target, String... words) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("restore", "--instance=main", "-D", target.toString()));
    all.addAll(List.of(words));
    return run(all.toArray(String[]::new));
  }

  /// archive-push or archive-get of one file.
  Outcome wal(String program, String name, Path file, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                program, "--instance=main", "--wal-file-name=" + name, "--wal-file-path=" + file));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  /// What the archive has, without the suffixes of compressed files.
  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(catalog.resolve("wal/main"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.zst$", ""))
          .sorted()
          .toList();
    }
  }
}
