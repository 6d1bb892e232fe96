package io.jbackup.docs.demo;

import io.jbackup.core.testing.FreePort;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A server of the demonstration, driven by PostgreSQL's own programs.
final class DemoServer {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Console console;
  private final ServerUser user = ServerUser.here();
  private final Path programs;
  private final Path directory;
  private final String name;
  private final String password;
  private final int port;

  /// @param directory of the demonstration; the data directory is `name` in it
  DemoServer(Console console, Path directory, String name, String password) throws IOException {
    this.console = console;
    this.directory = directory;
    this.name = name;
    this.password = password;
    programs = PostgresBinaries.directory(PostgresBinaries.newest()).resolve("bin");
    port = FreePort.next();
  }

  /// Whether this is root, as whom PostgreSQL does not run.
  boolean runsAsAnotherUser() {
    return user.command(programs, List.of()).size() > 1;
  }

  int port() {
    return port;
  }

  Path data() {
    return directory.resolve(name);
  }

  /// Creates an empty cluster that archives WAL as soon as it is told how.
  void create() throws IOException {
    user.own(directory);
    console.run(
        program("initdb")
            + " -D "
            + name
            + " -U postgres -A scram-sha-256 --pwfile=password -E UTF8 --locale=C >initdb.log");
    console.run(
        "printf '%s\\n' \"listen_addresses = '127.0.0.1'\" \"unix_socket_directories = ''\""
            + " 'archive_mode = on' >>"
            + name
            + "/postgresql.conf");
  }

  /// Starts the server; `options` go to the command line of `postgres`.
  void start(String options) throws IOException {
    user.own(data());
    console.run(startCommand(options));
  }

  String startCommand(String options) {
    return program("pg_ctl")
        + " -D "
        + name
        + " -l "
        + name
        + ".log -o \"-p "
        + port
        + (options.isEmpty() ? "" : " " + options)
        + "\" -s -w -t 60 start";
  }

  String stopCommand() {
    return program("pg_ctl") + " -D " + name + " -s -m fast stop";
  }

  void stop() {
    console.run(stopCommand());
  }

  /// Ends the server without showing it, if it runs.
  void end() {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      console.execute(program("pg_ctl") + " -D " + name + " -s -m immediate stop");
    }
  }

  private String program(String program) {
    StringBuilder line = new StringBuilder();
    for (String word : user.command(programs.resolve(program), List.of())) {
      line.append(line.isEmpty() ? "" : " ").append(Console.word(word));
    }
    return line.toString();
  }

  /// The last lines of the server's log.
  String logTail() throws IOException {
    Path log = directory.resolve(name + ".log");
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  /// Shows a statement and runs it.
  void sql(String sql) throws SQLException {
    console.statement(sql);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// The first row of a query, its values joined by blanks.
  String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new DemoFailure("no row from: " + sql);
      }
      StringBuilder row = new StringBuilder();
      for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
        row.append(column == 1 ? "" : " ").append(result.getString(column));
      }
      return row.toString();
    }
  }

  /// Waits until a query answers true.
  void await(String what, String condition) throws SQLException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!query(condition).equals("t")) {
      if (System.nanoTime() > end) {
        throw new DemoFailure("waited in vain for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
