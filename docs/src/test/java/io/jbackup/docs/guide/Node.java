package io.jbackup.docs.guide;

import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A host of the cluster guides: an address of 127.0.0.0/8, and a directory in the place of `/`.
final class Node {
  /// Starts, stops and reloads what the host's units describe, as systemctl does.
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      verb=$1; shift
      for name; do
        pid=HOME/run/$name.pid
        unit=HOME/etc/systemd/system/$name.service
        case $verb in
          start)
            command=$(sed -n 's/^ExecStart *= *//p' "$unit")
            settings=$(sed -n "s/^Environment *= *'\\(.*\\)'/\\1/p" "$unit")
            setsid env $settings sh -c "exec $command" >> HOME/log/$name.log 2>&1 &
            echo $! > "$pid" ;;
          stop)
            kill "$(cat "$pid")"
            while kill -0 "$(cat "$pid")" 2> /dev/null; do sleep 0.1; done
            rm "$pid" ;;
          restart)
            "$0" stop "$name"
            "$0" start "$name" ;;
          reload)
            kill -HUP "$(cat "$pid")" ;;
          daemon-reload|enable)
            ;;
          *)
            exit 1 ;;
        esac
      done
      """;

  private static final int LAST_LINES = 25;

  private final String name;
  private final Path directory;
  private final Place place = new Place();
  private final Shell shell;

  /// @param path where its commands look for programs, after its own
  /// @param more environment variables of all commands: directories, as seen from `directory`
  Node(String name, Path directory, String path, Map<String, String> more) throws IOException {
    this.name = name;
    this.directory = directory;
    for (String below :
        List.of("bin", "etc/systemd/system", "home", "log", "pgsql", "run/postgresql")) {
      Files.createDirectories(directory.resolve(below));
    }
    Path systemctl =
        Files.writeString(
            directory.resolve("bin/systemctl"), SYSTEMCTL.replace("HOME", directory.toString()));
    Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment = new HashMap<>();
    more.forEach((key, below) -> environment.put(key, directory.resolve(below).toString()));
    environment.put("HOME", directory.resolve("home").toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("PGPASSFILE", directory.resolve("home/.pgpass").toString());
    environment.put("PATH", directory.resolve("bin") + ":" + path);
    shell = new Shell(directory, environment, ServerUser.here());
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  Shell shell() {
    return shell;
  }

  /// The file or directory of this host that the guide names with an absolute path.
  Path file(String path) {
    return Path.of(place.apply(path));
  }

  /// Describes a program as a package of the distribution would do it.
  void unit(String service, String command) throws IOException {
    Files.writeString(
        directory.resolve("etc/systemd/system").resolve(service + ".service"),
        "[Service]\nExecStart=" + command + "\n");
  }

  /// The last lines that each of its services wrote.
  String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve("log"))) {
      for (Path file : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        text.append("\n-- ").append(name).append(": ").append(file.getFileName()).append('\n');
        lines
            .subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
            .forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }

  /// Ends everything that runs on this host at once, as a power cut does.
  ///
  /// @param dataDirectories as the guide names them
  void powerLoss(List<String> dataDirectories) throws IOException {
    List<Path> running = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("run"))) {
      files.filter(file -> file.toString().endsWith(".pid")).forEach(running::add);
    }
    List<Path> notes = new ArrayList<>(running);
    dataDirectories.forEach(data -> notes.add(file(data).resolve("postmaster.pid")));
    for (Path note : notes) {
      processes(note).forEach(ProcessHandle::destroyForcibly);
    }
    for (Path note : running) {
      Files.delete(note);
    }
  }

  /// The process that a file names, with its children: a child that lost its parent goes on.
  private static List<ProcessHandle> processes(Path note) throws IOException {
    if (!Files.exists(note)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(note)) {
      long pid = lines.findFirst().map(String::strip).map(Long::valueOf).orElse(0L);
      Optional<ProcessHandle> parent = ProcessHandle.of(pid);
      return parent.stream()
          .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
          .toList();
    }
  }
}
