package io.jbackup.docs.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The main job on a server of its own: archive WAL, back up while rows are written, lose a table,
/// and restore to the moment before.
public final class Demo implements AutoCloseable {
  private static final String CONTENT =
      "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM %s AS t";
  private static final List<String> TABLES = List.of("account", "payment");

  private final PrintStream out;
  private final Path distribution;
  private final boolean keep;
  private final CatalogPlace place;
  private final Playground playground;
  private final Console console;
  private final DemoServer server;
  private final DemoServer restored;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param distribution the directory that holds `bin/jbackup`
  /// @param keep leave the directory when it has worked
  /// @param bucket put the catalog into a bucket of an S3 server, which runs as long as this JVM
  public Demo(PrintStream out, Path distribution, boolean keep, boolean bucket) throws IOException {
    this.out = out;
    this.distribution = distribution.toRealPath();
    this.keep = keep;
    playground = Playground.create();
    console = new Console(out, playground.directory());
    server = new DemoServer(console, playground.directory(), "main", playground.password());
    restored = new DemoServer(console, playground.directory(), "restored", playground.password());
    place =
        bucket
            ? CatalogPlace.bucket(playground.directory())
            : CatalogPlace.directory(playground.directory());
  }

  /// The temporary directory.
  public Path directory() {
    return playground.directory();
  }

  /// Runs all steps; 0 when they worked.
  public int run() throws IOException {
    long begin = System.nanoTime();
    try {
      prepare();
      startServer();
      createCatalog();
      archiveWal();
      loadData();
      String moment = backUpAndWork();
      List<String> before = content(server);
      loseTable();
      restore(moment);
      boolean same = compare(before, content(restored));
      summary(same, (System.nanoTime() - begin) / 1_000_000_000);
      return same ? 0 : 1;
    } catch (DemoFailure | SQLException e) {
      out.println();
      out.println("jbackup demo failed: " + e.getMessage());
      logs();
      out.println(
          keep
              ? "Everything is in " + playground.directory() + "; the servers are stopped."
              : "\"./jbackup demo --keep\" leaves the directory to look into.");
      return 1;
    }
  }

  private void prepare() throws IOException {
    playground.secret("password", playground.password() + "\n");
    playground.secret("pgpass", "127.0.0.1:*:*:postgres:" + playground.password() + "\n");
    out.println("Demonstration of jbackup. Each line after a $ is run as it is printed.");
    console.step("A directory for everything");
    console.changeDirectory();
    console.addToPath(distribution.resolve("bin"));
    place.environment().forEach(console::export);
    console.export("PGPASSFILE", playground.directory().resolve("pgpass").toString());
  }

  private void startServer() throws IOException {
    console.step("A PostgreSQL server");
    if (server.runsAsAnotherUser()) {
      console.say("PostgreSQL refuses root, so its programs are run in a way that hides root.");
    }
    server.create();
    server.start("");
  }

  private void createCatalog() {
    console.step("A backup catalog, and the server as an instance of it");
    console.run("jbackup init");
    console.run(
        "jbackup add-instance --instance demo -h 127.0.0.1 -p "
            + server.port()
            + " -U postgres -d postgres");
  }

  private void archiveWal() throws SQLException {
    console.step("The server archives its WAL with archive-push");
    String command =
        "%s \"%s\" --instance demo --wal-file-path=%%p --wal-file-name=%%f --compress"
            .formatted(place.settings(), distribution.resolve("bin/archive-push"));
    server.sql("ALTER SYSTEM SET archive_command = '" + command.replace("'", "''") + "'");
    server.sql("SELECT pg_reload_conf()");
  }

  private void loadData() throws SQLException {
    console.step("Some data");
    server.sql("CREATE TABLE account (id int PRIMARY KEY, owner text, balance int)");
    server.sql(
        "INSERT INTO account SELECT i, 'owner of account ' || i || ' ' || md5(i::text), 100"
            + " FROM generate_series(1, 200000) AS i");
    server.sql("CREATE TABLE payment (id bigserial PRIMARY KEY, account int, amount int)");
  }

  /// Returns the moment to come back to.
  private String backUpAndWork() throws SQLException {
    console.step("A full backup, while an application writes a row in each transaction");
    try (RowWriter application = RowWriter.start(server)) {
      server.await("the first rows", "SELECT count(*) > 100 FROM payment");
      long before = application.written();
      console.run(
          "jbackup backup --instance demo -b FULL --stream --temp-slot --compress -j 2 --progress");
      console.say(
          (application.written() - before)
              + " payments were made during the backup. What there is:");
      console.run("jbackup show");
      console.say("The application works on for two seconds.");
      String now = server.query("SELECT clock_timestamp()");
      server.await(
          "two seconds", "SELECT clock_timestamp() > '%s'::timestamptz + '2 s'".formatted(now));
    }
    String moment = server.query("SELECT clock_timestamp()");
    console.say("The moment to come back to: " + moment);
    return moment;
  }

  private static List<String> content(DemoServer source) throws SQLException {
    List<String> content = new ArrayList<>();
    for (String table : TABLES) {
      content.add(source.query(CONTENT.formatted(table)));
    }
    return content;
  }

  private void loseTable() throws SQLException {
    console.step("A mistake");
    server.sql("DROP TABLE payment");
    server.sql("UPDATE account SET balance = 0");
    console.say("The server ends its WAL segment, so that it is archived at once.");
    server.sql("SELECT pg_switch_wal()");
    server.await(
        "archive_command",
        "SELECT count(*) = 0 FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'");
  }

  private void restore(String moment) throws IOException, SQLException {
    console.step("Back to the moment before it");
    console.run(
        "jbackup restore --instance demo -D "
            + Console.word(restored.data().toString())
            + " -j 2 --recovery-target-time='"
            + moment
            + "' --recovery-target-action=promote");
    console.say("It is a copy beside the original, so it must not archive under the same names.");
    restored.start("-c archive_mode=off");
    restored.await("the end of recovery", "SELECT NOT pg_is_in_recovery()");
  }

  private boolean compare(List<String> before, List<String> after) {
    console.step("The rows before the mistake, and those of the restored server");
    boolean same = true;
    for (int i = 0; i < TABLES.size(); i++) {
      console.statement(CONTENT.formatted(TABLES.get(i)));
      console.say("  before    " + before.get(i));
      console.say("  restored  " + after.get(i));
      same &= before.get(i).equals(after.get(i));
    }
    return same;
  }

  private void summary(boolean same, long seconds) {
    out.println();
    out.println(
        same
            ? "Done in " + seconds + " s: every row is back, as it was at the moment asked for."
            : "jbackup demo failed: the restored rows are not those that were there before.");
    if (same && keep) {
      console.step("Both servers are stopped; everything stays as it is");
      server.stop();
      restored.stop();
      howToGoOn();
    }
  }

  private void howToGoOn() {
    out.println();
    out.println("To go on, type this first:");
    console.preparations().forEach(line -> out.println("  " + line));
    out.printf(
        """
        Then start the original server, and try for example:
          %s
          jbackup show --instance demo --format=json
          jbackup backup --instance demo -b FULL --stream --note='my own'
          psql -h 127.0.0.1 -p %d -U postgres         (if psql is installed)
        The restored server listens on port %d:
          %s
        When you are done, stop both and remove the directory:
          %s
          %s
          rm -r %s
        """,
        server.startCommand(""),
        server.port(),
        restored.port(),
        restored.startCommand("-c archive_mode=off"),
        server.stopCommand(),
        restored.stopCommand(),
        playground.directory());
  }

  private void logs() throws IOException {
    for (DemoServer each : List.of(server, restored)) {
      String tail = each.logTail();
      if (!tail.isEmpty()) {
        out.println("The end of the log of server " + each.data().getFileName() + ":");
        out.println(tail);
      }
    }
  }

  /// Ends the servers, and removes the directory unless it is to be kept.
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      server.end();
      restored.end();
      if (!keep) {
        playground.remove();
      }
    }
  }
}
