package io.jbackup.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// What a test server shall be; [#start()] makes it.
public final class PostgresServerBuilder {
  private static final int ATTEMPTS = 5;

  final int major;
  final ServerUser user;
  private final @Nullable Path existing;
  private final @Nullable PostgresServer primary;
  private final List<String> initdb = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> hba = new ArrayList<>();

  PostgresServerBuilder(int major, @Nullable Path existing, @Nullable PostgresServer primary) {
    this.major = major;
    this.user = ServerUser.here();
    this.existing = existing;
    this.primary = primary;
  }

  /// Adds options of initdb, which may not name other directories; they come after the defaults
  /// (user postgres, trust, locale C, UTF8).
  public PostgresServerBuilder initdb(String... options) {
    initdb.addAll(List.of(options));
    return this;
  }

  /// WAL segments of this size instead of 16 MiB.
  public PostgresServerBuilder walSegmentMebibytes(int size) {
    return initdb("--wal-segsize=" + size);
  }

  /// Page checksums on or off, whatever this version's default is.
  public PostgresServerBuilder dataChecksums(boolean on) {
    if (on) {
      return initdb("--data-checksums");
    }
    return major >= 18 ? initdb("--no-data-checksums") : this;
  }

  /// A data directory that the group may read.
  public PostgresServerBuilder groupAccess() {
    return initdb("--allow-group-access");
  }

  /// Sets a parameter: in postgresql.conf, or on the command line for an existing directory.
  public PostgresServerBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /// Sets archive_mode and archive_command.
  public PostgresServerBuilder archiveCommand(String command) {
    return setting("archive_mode", "on").setting("archive_command", command);
  }

  /// Adds lines to pg_hba.conf before those that trust everybody on this machine.
  public PostgresServerBuilder hba(String... lines) {
    hba.addAll(List.of(lines));
    return this;
  }

  /// Starts the server and waits until it takes connections. Where PostgreSQL cannot be run at all
  /// the test is skipped with the reason.
  public PostgresServer start() throws IOException {
    PostgresServer server = prepare();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          server.start();
          return server;
        } catch (IOException e) {
          if (attempt == ATTEMPTS || !server.log().contains("Address already in use")) {
            throw e;
          }
          server.usePort(FreePort.next());
        }
      }
    } catch (IOException e) {
      server.closeAfter(e);
      throw e;
    }
  }

  /// Runs the server until it ends by itself, as with recovery_target_action=shutdown or a recovery
  /// that fails; returns its log.
  public String runToEnd() throws IOException {
    try (PostgresServer server = prepare()) {
      server.runToEnd();
      return server.log();
    }
  }

  private PostgresServer prepare() throws IOException {
    skipUnlessRunnable();
    Path directory = temporaryDirectory();
    user.own(directory);
    Path data = existing != null ? existing : directory.resolve("data");
    var server = new PostgresServer(this, directory, data, FreePort.next());
    try {
      if (primary != null) {
        primary.copyTo(data);
        configureStandby(data, primary);
        appendSettings(data);
      } else if (existing == null) {
        makeCluster(data, directory.resolve("log"));
        configure(data);
      }
      user.own(data);
      return server;
    } catch (IOException e) {
      server.closeAfter(e);
      throw e;
    }
  }

  /// Settings that an existing directory gets on the command line.
  List<String> commandLine() {
    List<String> options = new ArrayList<>();
    if (existing != null) {
      settings.forEach((name, value) -> {
        options.add("-c");
        options.add(name + "=" + value);
      });
    }
    return options;
  }

  boolean ownsData() {
    return existing == null;
  }

  private void makeCluster(Path data, Path log) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-U", PostgresServer.SUPERUSER, "-A", "trust", "-N"));
    options.addAll(List.of("--no-instructions", "--locale=C", "-E", "UTF8"));
    options.addAll(initdb);
    ClusterTemplate.copy(
        major,
        options,
        data,
        template -> {
          List<String> words = new ArrayList<>(options);
          words.addAll(List.of("-D", template.toString()));
          Postmaster.run(user.command(program("initdb"), words), log);
        });
  }

  private void configure(Path data) throws IOException {
    settings.putIfAbsent("listen_addresses", "127.0.0.1");
    settings.putIfAbsent("fsync", "off");
    // It writes WAL at moments of its own, with page checksums a segment for each larger table.
    settings.putIfAbsent("autovacuum", "off");
    appendSettings(data);
    List<String> lines = new ArrayList<>(hba);
    for (String database : List.of("all", "replication")) {
      lines.add("local " + database + " all trust");
      lines.add("host " + database + " all 127.0.0.1/32 trust");
      lines.add("host " + database + " all ::1/128 trust");
    }
    Files.write(data.resolve("pg_hba.conf"), lines);
  }

  private void appendSettings(Path data) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((name, value) -> lines.add(name + " = '" + value.replace("'", "''") + "'"));
    Files.write(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
  }

  private void configureStandby(Path data, PostgresServer source) throws IOException {
    Files.createFile(data.resolve("standby.signal"));
    settings.putIfAbsent(
        "primary_conninfo",
        "host=%s port=%d user=%s".formatted(source.host(), source.port(), source.user()));
  }

  private Path program(String name) {
    return PostgresBinaries.directory(major).resolve("bin").resolve(name);
  }

  /// Unix socket paths are limited to about 100 bytes.
  private static Path temporaryDirectory() throws IOException {
    Path usual = Files.createTempDirectory("jb");
    if (usual.toString().length() <= 60) {
      return usual;
    }
    Files.delete(usual);
    return Files.createTempDirectory(Path.of("/tmp"), "jb");
  }

  private void skipUnlessRunnable() throws IOException {
    Path postgres = program("postgres");
    if (!Files.isExecutable(postgres)) {
      throw new TestAbortedException("No PostgreSQL " + major + " in " + postgres);
    }
    Path log = Files.createTempFile("postgres", ".log");
    try {
      Postmaster.run(user.command(postgres, List.of("--version")), log);
    } catch (IOException e) {
      var reason = "PostgreSQL " + major + " cannot be run here: " + e.getMessage();
      throw new TestAbortedException(reason, e);
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
