package io.jbackup.core.drill;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds `postgres` of a major version on this host.
final class ServerPrograms {
  private static final Pattern VERSION =
      Pattern.compile("^postgres \\(PostgreSQL\\) (\\d+)", Pattern.MULTILINE);

  private final Map<String, String> environment;
  private final Optional<Path> pgdata;

  /// @param pgdata the instance's data directory, which may be on this host
  ServerPrograms(Map<String, String> environment, Optional<Path> pgdata) {
    this.environment = environment;
    this.pgdata = pgdata;
  }

  /// The path of `postgres`. Throws UsageException when the named directory does not have it,
  /// DestinationException when there is none anywhere.
  Path find(int major, Optional<Path> pgbin) {
    List<Path> places = pgbin.isPresent() ? List.of(pgbin.get()) : places(major);
    List<String> others = new ArrayList<>();
    for (Path place : places) {
      Path program = place.resolve("postgres");
      Optional<Integer> found = Files.isExecutable(program) ? major(program) : Optional.empty();
      if (found.isPresent() && found.get() == major) {
        return program;
      }
      found.ifPresent(version -> others.add(version + " in \"" + place + "\""));
    }
    throw missing(major, pgbin, others);
  }

  private static BackupException missing(int major, Optional<Path> pgbin, List<String> others) {
    String found = others.isEmpty() ? "" : "; found " + String.join(", ", others);
    if (pgbin.isPresent()) {
      return new UsageException(
          "there is no postgres of PostgreSQL " + major + " in \"" + pgbin.get() + "\"" + found,
          "Name the directory that has the programs of PostgreSQL " + major + " with --pgbin.");
    }
    return new DestinationException(
        "the drill needs the server of PostgreSQL "
            + major
            + ", and it is not on this host"
            + found,
        "Install it, or name the directory of its programs with --pgbin.");
  }

  private List<Path> places(int major) {
    List<Path> places = new ArrayList<>();
    places.add(Path.of("/usr/lib/postgresql/" + major + "/bin"));
    places.add(Path.of("/usr/pgsql-" + major + "/bin"));
    pgdata.flatMap(ServerPrograms::runningFrom).ifPresent(places::add);
    String config = environment.getOrDefault("PG_CONFIG", "");
    if (!config.isEmpty()) {
      Commands.output(List.of(config, "--bindir")).map(Path::of).ifPresent(places::add);
    }
    for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (entry.startsWith("/")) {
        places.add(Path.of(entry));
      }
    }
    return places;
  }

  /// Where the instance's own server was last started from: the first word of postmaster.opts.
  private static Optional<Path> runningFrom(Path pgdata) {
    try {
      String text =
          Files.readString(pgdata.resolve("postmaster.opts"), StandardCharsets.ISO_8859_1);
      int blank = text.indexOf(' ');
      return Optional.ofNullable(Path.of(blank < 0 ? text : text.substring(0, blank)).getParent());
    } catch (IOException _) {
      return Optional.empty(); // the cluster is on another host, or was never started
    }
  }

  private static Optional<Integer> major(Path program) {
    return Commands.output(List.of(program.toString(), "--version"))
        .map(VERSION::matcher)
        .filter(Matcher::find)
        .map(matcher -> Integer.valueOf(matcher.group(1)));
  }
}
