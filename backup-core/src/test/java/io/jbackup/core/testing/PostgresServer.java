package io.jbackup.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL server in a temporary directory, on a free port of 127.0.0.1 and a Unix
/// socket.
///
/// The server belongs to this object: [#close()] ends it (at once, without a shutdown checkpoint)
/// and removes the temporary directory, also when the server was stopped or killed before. Nothing
/// is started twice: [#stop(StopMode)] and [#start()] go together. Not thread-safe, except for what
/// runs SQL.
public final class PostgresServer implements AutoCloseable {
  static final String SUPERUSER = "postgres";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final PostgresServerBuilder options;
  private final Path directory;
  private final Path data;
  private int port;
  private @Nullable Postmaster postmaster;

  PostgresServer(PostgresServerBuilder options, Path directory, Path data, int port) {
    this.options = options;
    this.directory = directory;
    this.data = data;
    this.port = port;
  }

  /// A new, empty cluster of this major version.
  public static PostgresServerBuilder version(int major) {
    return new PostgresServerBuilder(major, null, null);
  }

  /// A server on a data directory that is there already, such as a restored one; it is not removed
  /// afterwards. Settings are given on the command line, so that they win.
  public static PostgresServerBuilder onDirectory(int major, Path data) {
    return new PostgresServerBuilder(major, data.toAbsolutePath(), null);
  }

  /// A streaming standby of this server, made of a copy: the server is stopped and started for it.
  /// Not for clusters with tablespaces.
  public PostgresServerBuilder standby() {
    return new PostgresServerBuilder(options.major, null, this);
  }

  public int major() {
    return options.major;
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /// The superuser; everybody on this machine may connect as it without a password.
  public String user() {
    return SUPERUSER;
  }

  /// Where the Unix socket is; short enough to be used as a host.
  public Path socketDirectory() {
    return directory;
  }

  /// The temporary directory, removed by [#close()]: the socket and the log are in it.
  public Path directory() {
    return directory;
  }

  public Path dataDirectory() {
    return data;
  }

  /// All that the server (and initdb before it) printed.
  public String log() throws IOException {
    return Files.exists(logFile()) ? Files.readString(logFile()) : "";
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, database);
  }

  /// Connects as the superuser to database postgres.
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl("postgres"), SUPERUSER, "");
  }

  /// Runs statements one by one in one connection, each in its own transaction.
  public void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /// The first value of the first row as text; an SQL null is the empty string.
  public String query(String sql) throws SQLException {
    List<List<String>> rows = rows(sql);
    if (rows.isEmpty()) {
      throw new IllegalStateException("No row from: " + sql);
    }
    return rows.getFirst().getFirst();
  }

  /// Every row as text; SQL nulls are empty strings.
  public List<List<String>> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
          @Nullable String value = result.getString(column);
          row.add(value == null ? "" : value);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /// Waits until a query answers true.
  public void await(String condition) throws SQLException, IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!query(condition).equals("t")) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Not true within " + DEADLINE + ": " + condition + "\n" + Postmaster.tail(logFile()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// Waits until a standby has replayed all that this server has written so far.
  public void awaitReplayOn(PostgresServer standby) throws SQLException, IOException {
    String written = query("select pg_current_wal_lsn()");
    standby.await("select pg_last_wal_replay_lsn() >= '" + written + "'");
  }

  /// Waits until archive_command has succeeded for this segment or a later one.
  public void awaitArchived(String segment) throws SQLException, IOException {
    await(
        "select coalesce(last_archived_wal >= '%s', false) from pg_stat_archiver"
            .formatted(segment));
  }

  /// Writes a record and ends the current WAL segment; the name of that segment.
  public String switchWal() throws SQLException {
    sql("select pg_logical_emit_message(false, 'test', 'so that there is something to switch')");
    return query("select pg_walfile_name(pg_switch_wal())");
  }

  /// ALTER SYSTEM and reload.
  public void set(String name, String value) throws SQLException {
    sql(
        "alter system set %s = '%s'".formatted(name, value.replace("'", "''")),
        "select pg_reload_conf()");
  }

  /// Starts a server that was stopped or killed, and waits until it takes connections.
  public void start() throws IOException {
    Postmaster started = launch();
    postmaster = started;
    started.awaitReady();
  }

  void runToEnd() throws IOException {
    Postmaster started = launch();
    postmaster = started;
    started.awaitExit();
  }

  public void stop(StopMode mode) throws IOException {
    running().stop(mode);
  }

  public void restart() throws IOException {
    stop(StopMode.FAST);
    start();
  }

  /// SIGKILL to the postmaster, as a crash of the machine would be.
  public void kill() throws IOException {
    running().kill();
  }

  /// Ends recovery and waits until the server is a primary.
  public void promote() throws SQLException, IOException {
    sql("select pg_promote(true, 60)");
    await("select not pg_is_in_recovery()");
  }

  public void reload() throws IOException {
    running().signal("HUP");
  }

  public long pid() {
    return running().pid();
  }

  /// Lets the server's user work below this path: call it for a WAL catalog once it is made, since
  /// archive_command runs as that user.
  public void share(Path path) throws IOException {
    options.user.own(path);
  }

  @Override
  public void close() {
    try {
      if (postmaster != null && postmaster.alive()) {
        postmaster.stop(StopMode.IMMEDIATE);
      }
      PostgresBinaries.removeTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the test server in " + directory, e);
    }
  }

  void closeAfter(Exception failure) {
    try {
      close();
    } catch (UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }

  void usePort(int other) {
    port = other;
  }

  /// Copies the data directory while the server is stopped.
  void copyTo(Path target) throws IOException {
    stop(StopMode.FAST);
    ClusterTemplate.copyTree(data, target);
    start();
  }

  private Postmaster launch() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-D", data.toString(), "-p", Integer.toString(port), "-k", "" + directory));
    arguments.addAll(options.commandLine());
    Path program = PostgresBinaries.directory(options.major).resolve("bin/postgres");
    return Postmaster.launch(options.user.command(program, arguments), data, logFile());
  }

  private Postmaster running() {
    if (postmaster == null || !postmaster.alive()) {
      throw new IllegalStateException("The test server is not running.");
    }
    return postmaster;
  }

  private Path logFile() {
    return directory.resolve("log");
  }
}
