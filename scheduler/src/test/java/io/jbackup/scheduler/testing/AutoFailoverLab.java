package io.jbackup.scheduler.testing;

import io.jbackup.core.testing.FreePort;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// pg_auto_failover's monitor and three nodes a, b and c with PostgreSQL 15, all of Debian, on free
/// ports of 127.0.0.1. a is the first primary; c has candidate priority 0.
///
/// Everybody may connect as everybody without a password; role `backup` has LOGIN and REPLICATION,
/// and may read the monitor's tables. [#close()] kills everything and removes the directory. Not
/// thread-safe.
public final class AutoFailoverLab implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MONITOR = "monitor";
  private static final String DATABASE = "pg_auto_failover";

  private final ServerUser user = ServerUser.here();

  /// initdb names the superuser after the user of the operating system.
  private final String superuser =
      user.prefix().isEmpty() ? System.getProperty("user.name") : "nobody";

  private final Path directory;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, LabProcess> running = new LinkedHashMap<>();

  private AutoFailoverLab(Path directory) {
    this.directory = directory;
  }

  /// Starts all of it, and waits until b and c are secondaries.
  public static AutoFailoverLab start() throws IOException, SQLException {
    AutoFailoverLab lab = new AutoFailoverLab(Files.createTempDirectory("jbackup-autofailover"));
    try {
      lab.create();
      return lab;
    } catch (IOException | SQLException | RuntimeException | Error e) {
      try {
        lab.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void create() throws IOException, SQLException {
    for (String name : List.of(MONITOR, "a", "b", "c")) {
      ports.put(name, FreePort.next());
      Files.createDirectory(home(name));
    }
    user.own(directory);
    run(MONITOR, List.of("create", "monitor", "--run"), List.of());
    Await.until(
        PATIENCE,
        "the monitor",
        this::details,
        () -> answers("select count(*) from pgautofailover.formation", "1"));
    createNode("a", 50);
    awaitState("a", "single");
    createNode("b", 50);
    createNode("c", 0);
    awaitCalm();
    sql("a", "create role backup login replication");
    LabSql.run(
        port(MONITOR),
        DATABASE,
        superuser,
        "create role backup login",
        "grant usage on schema pgautofailover to backup",
        "grant select on all tables in schema pgautofailover to backup");
  }

  private void createNode(String name, int priority) throws IOException {
    run(
        name,
        List.of("create", "postgres", "--run"),
        List.of(
            "--name=" + name,
            "--monitor=" + monitor("autoctl_node"),
            "--candidate-priority=" + priority,
            "--listen=127.0.0.1"));
  }

  private void run(String name, List<String> verb, List<String> more) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/pg_autoctl"));
    command.addAll(verb);
    command.addAll(
        List.of(
            "--pgctl=" + PatroniLab.BIN.resolve("pg_ctl"),
            "--pgdata=" + home(name).resolve("data"),
            "--pgport=" + ports.get(name),
            "--hostname=127.0.0.1",
            "--auth=trust",
            "--no-ssl"));
    command.addAll(more);
    launch(name, command);
  }

  private void launch(String name, List<String> command) throws IOException {
    Map<String, String> environment =
        Map.of(
            "LC_ALL", "C",
            "XDG_CONFIG_HOME", home(name).resolve("config").toString(),
            "XDG_DATA_HOME", home(name).resolve("share").toString(),
            "XDG_RUNTIME_DIR", home(name).toString(),
            "PG_REGRESS_SOCK_DIR", home(name).toString(),
            "PGHOST", home(name).toString());
    running.put(name, LabProcess.start(user, home(name), log(name), environment, command));
  }

  public List<String> names() {
    return List.of("a", "b", "c");
  }

  /// The lab's temporary directory.
  public Path directory() {
    return directory;
  }

  /// The monitor's URI for a user, for `cluster: { pg_auto_failover: { monitor: … } }`; user
  /// `backup` has just the rights that are needed.
  public String monitor(String as) {
    return "postgres://%s@127.0.0.1:%d/%s".formatted(as, port(MONITOR), DATABASE);
  }

  public Path dataDirectory(String name) {
    return home(name).resolve("data");
  }

  /// `XDG_CONFIG_HOME` of a node, below which its `pg_autoctl.cfg` is found.
  public Path configurationHome(String name) {
    return home(name).resolve("config");
  }

  public int port(String name) {
    return Optional.ofNullable(ports.get(name)).orElseThrow();
  }

  /// A conninfo string for role backup.
  public String connection(String name) {
    return "host=127.0.0.1 port=%d user=backup dbname=postgres".formatted(port(name));
  }

  public void sql(String name, String... statements) throws SQLException {
    LabSql.run(port(name), "postgres", superuser, statements);
  }

  public String query(String name, String sql) throws SQLException {
    return LabSql.query(port(name), "postgres", superuser, sql);
  }

  /// Reported and assigned state of a node, `secondary/secondary`; empty without a monitor.
  public String state(String name) {
    try {
      return monitorQuery(
          "select reportedstate || '/' || goalstate from pgautofailover.node where nodename = '"
              + name
              + "'");
    } catch (SQLException _) {
      return ""; // not up, which is an answer
    }
  }

  private boolean answers(String sql, String expected) {
    try {
      return monitorQuery(sql).equals(expected);
    } catch (SQLException _) {
      return false; // not up, which is an answer
    }
  }

  private String monitorQuery(String sql) throws SQLException {
    return LabSql.query(port(MONITOR), DATABASE, superuser, sql);
  }

  /// The node that is primary by its own report and the monitor's will; waits for one.
  public String primary() {
    Await.until(PATIENCE, "a primary", this::details, () -> primaries().size() == 1);
    return primaries().getFirst();
  }

  private List<String> primaries() {
    return names().stream()
        .filter(name -> state(name).matches("(primary|wait_primary|single)/\\1"))
        .toList();
  }

  public void awaitState(String name, String state) {
    Await.until(
        PATIENCE,
        name + " is " + state,
        this::details,
        () -> state(name).equals(state + "/" + state));
  }

  /// Waits until every running node is primary or secondary, healthy, as the monitor wants it.
  public void awaitCalm() {
    Await.until(
        PATIENCE,
        "a calm formation",
        this::details,
        () ->
            answers(
                "select count(*) filter (where reportedstate = goalstate and health = 1"
                    + " and reportedstate in ('primary', 'secondary')) from pgautofailover.node",
                "" + names().stream().filter(running::containsKey).count()));
  }

  /// Asks the monitor for a switchover, and waits until all is calm; the new primary.
  public String switchover() throws SQLException {
    String from = primary();
    LabSql.run(port(MONITOR), DATABASE, superuser, "select pgautofailover.perform_failover()");
    Await.until(
        PATIENCE,
        "another primary than " + from,
        this::details,
        () -> primaries().size() == 1 && !primaries().contains(from));
    awaitCalm();
    return primary();
  }

  /// SIGKILL to a node's pg_autoctl and its server, as a power loss would be.
  public void kill9(String name) throws IOException {
    Optional.ofNullable(running.remove(name)).ifPresent(LabProcess::kill);
    LabProcess.killServer(dataDirectory(name));
  }

  /// Starts a node that was killed; does not wait.
  public void start(String name) throws IOException {
    launch(name, List.of("/usr/bin/pg_autoctl", "run", "--pgdata=" + dataDirectory(name)));
  }

  /// SIGKILL to the monitor and its server.
  public void stopMonitor() throws IOException {
    kill9(MONITOR);
  }

  /// Starts the monitor again, and waits until it answers.
  public void startMonitor() throws IOException {
    start(MONITOR);
    Await.until(
        PATIENCE,
        "the monitor",
        this::details,
        () -> answers("select count(*) from pgautofailover.formation", "1"));
  }

  private Path home(String name) {
    return directory.resolve(name);
  }

  private Path log(String name) {
    return home(name).resolve("pg_autoctl.log");
  }

  private String details() {
    List<String> parts = new ArrayList<>();
    try {
      for (String name : ports.keySet()) {
        parts.add(name + " " + state(name) + "\n" + LabProcess.tail(log(name)));
      }
    } catch (IOException e) {
      parts.add(e.toString());
    }
    return String.join("\n\n", parts);
  }

  @Override
  public void close() {
    try {
      for (String name : List.copyOf(ports.keySet())) {
        kill9(name);
      }
      LabFiles.remove(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the lab in " + directory, e);
    }
  }
}
