package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// libpq's connection service files: `[name]` sections of `keyword=value` lines (PostgreSQL
/// documentation, "The Connection Service File").
final class ServiceFile {
  private final List<Path> files;

  private ServiceFile(List<Path> files) {
    this.files = files;
  }

  /// The user's file, then the system's.
  ///
  /// @param named libpq's `servicefile`, empty for the file in the home directory
  static ServiceFile in(String named, Map<String, String> environment, Path home) {
    List<Path> files = new ArrayList<>();
    files.add(named.isEmpty() ? home.resolve(".pg_service.conf") : Path.of(named));
    String directory = environment.getOrDefault("PGSYSCONFDIR", "/etc/postgresql-common");
    files.add(Path.of(directory, "pg_service.conf"));
    return new ServiceFile(files);
  }

  /// Throws UsageException when no file has the service.
  Map<String, String> settings(String service) {
    for (Path file : files) {
      if (Files.exists(file)) {
        Optional<Map<String, String>> settings = section(file, service);
        if (settings.isPresent()) {
          return settings.get();
        }
      }
    }
    throw new UsageException(
        "connection service \"" + service + "\" was not found in " + listOfFiles(),
        "Add a section [" + service + "] there, or name another file with PGSERVICEFILE.");
  }

  private String listOfFiles() {
    return String.join(" or ", files.stream().map(Path::toString).toList());
  }

  private static Optional<Map<String, String>> section(Path file, String service) {
    Map<String, String> settings = new LinkedHashMap<>();
    boolean found = false;
    boolean inside = false;
    for (String raw : lines(file)) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[")) {
        if (found) {
          break;
        }
        inside = line.equals("[" + service + "]");
        found = inside;
      } else if (inside) {
        add(file, line, settings);
      }
    }
    return found ? Optional.of(settings) : Optional.empty();
  }

  private static void add(Path file, String line, Map<String, String> settings) {
    int equals = line.indexOf('=');
    String keyword = equals < 0 ? line : line.substring(0, equals).strip();
    if (equals < 0 || keyword.equals("service")) {
      throw new UsageException(
          "malformed line about \"" + keyword + "\" in service file " + file,
          "Write keyword=value; a service cannot refer to another one.");
    }
    Keywords.check(keyword, "service file " + file);
    settings.putIfAbsent(keyword, line.substring(equals + 1).strip());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UsageException(
          "could not read service file " + file + ": " + e.getMessage(),
          "Check its permissions and encoding (UTF-8).",
          e);
    }
  }
}
