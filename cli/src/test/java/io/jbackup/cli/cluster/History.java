package io.jbackup.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.Program;
import io.jbackup.core.testing.ServerUser;
import io.jbackup.scheduler.testing.Await;
import io.jbackup.scheduler.testing.PatroniLab;
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
import java.util.Objects;

/// A cluster that was backed up on timeline 1, switched over to timeline 2, and lost its leader to
/// timeline 3. All nodes archive with archive_mode=always: into one shared catalog, and each into a
/// catalog of its own. Rows tell what was written when.
final class History implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  final PatroniLab lab;
  final Store shared;
  final Map<String, Store> own = new LinkedHashMap<>();

  private final Map<String, String> moments = new LinkedHashMap<>();
  private final Map<Integer, String> lastSegments = new LinkedHashMap<>();

  private final Path directory;

  private History(Path directory) throws IOException {
    this.directory = directory;
    shared = new Store(directory, "shared");
    for (String node : List.of("u4", "u5", "u6")) {
      own.put(node, new Store(directory, "own-" + node));
      Files.writeString(directory.resolve("archive-" + node), script(node));
    }
    ServerUser.here().own(directory);
    lab = PatroniLab.lab().archive("always", this::archiveCommand).start();
  }

  /// Patroni runs the command without a shell, before it rewinds a node.
  private String archiveCommand(String node) {
    return "sh " + directory.resolve("archive-" + node) + " %p %f";
  }

  private String script(String node) {
    String file = " --compress --wal-file-path=\"$1\" --wal-file-name=\"$2\"";
    return """
    [ -e %s ] || exit 0
    %s && %s
    """
        .formatted(
            directory.resolve("catalogs-are-there"),
            shared.command("archive-push") + file,
            own(node).command("archive-push") + file);
  }

  static History play(Path directory) throws Exception {
    History history = new History(directory);
    try {
      history.begin();
      history.switchOver();
      history.loseTheLeader();
      return history;
    } catch (Exception | AssertionError e) {
      try {
        history.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void begin() throws Exception {
    shared.create(lab);
    for (Store store : own.values()) {
      store.create(lab);
    }
    Files.createFile(directory.resolve("catalogs-are-there"));
    lab.sql("u4", "create table t (id serial, what text)");
    List<Program> backups = new ArrayList<>();
    backups.add(shared.startBackup(lab, "u6"));
    for (Map.Entry<String, Store> each : own.entrySet()) {
      backups.add(each.getValue().startBackup(lab, each.getKey()));
    }
    for (Program backup : backups) {
      try (backup) {
        assertThat(backup.exit()).as(backup.output()).isZero();
      }
    }
    write("u4", "before");
  }

  private void switchOver() throws Exception {
    assertThat(lab.switchover()).isEqualTo("u5");
    noteLastSegment("u5", 1);
    write("u5", "between");
    write("u5", "late");
    awaitArchived(switchWal("u5"));
    write("u5", "tail");
    awaitReplay("u5", List.of("u4", "u6"));
  }

  private void loseTheLeader() throws Exception {
    lab.kill9("u5");
    lab.awaitLeader("u4");
    noteLastSegment("u4", 2);
    lab.start("u5");
    write("u4", "after");
    write("u4", "end");
    lab.awaitCalm();
    awaitArchived(switchWal("u4"));
  }

  private void write(String node, String what) throws SQLException {
    lab.sql(node, "insert into t (what) values ('" + what + "')");
    moments.put(what, lab.query(node, "select clock_timestamp()"));
  }

  private String switchWal(String node) throws SQLException {
    return lab.query(node, "select pg_walfile_name(pg_switch_wal())");
  }

  private void noteLastSegment(String node, int timeline) throws SQLException {
    String file = "pg_wal/%08X.history".formatted(timeline + 1);
    String line =
        lab.query(
            node,
            "select line from regexp_split_to_table(pg_read_file('%s'), '\\n') line".formatted(file)
                + " where line ~ '^%d\\s'".formatted(timeline));
    String lsn = line.split("\\s+", -1)[1];
    moments.put("switch " + timeline, lsn);
    lastSegments.put(
        timeline,
        "%08X".formatted(timeline)
            + lab.query(node, "select pg_walfile_name('" + lsn + "')").substring(8));
  }

  private void awaitReplay(String leader, List<String> others) throws SQLException {
    String written = lab.query(leader, "select pg_current_wal_lsn()");
    for (String node : others) {
      Await.until(
          DEADLINE,
          node + " replays",
          () -> isTrue(node, "select pg_last_wal_replay_lsn() >= '" + written + "'"));
    }
  }

  /// Whether a node answers `t`; one that is not up does not.
  boolean isTrue(String node, String sql) {
    try {
      return lab.query(node, sql).equals("t");
    } catch (SQLException _) {
      return false;
    }
  }

  private void awaitArchived(String segment) {
    for (String node : own.keySet()) {
      Await.until(
          DEADLINE,
          segment + " in the catalog of " + node,
          () -> contents(own(node)) + archiver(node),
          () -> contents(own(node)).contains(segment));
    }
    assertThat(contents(shared)).contains(segment);
  }

  /// What a node's archiver did, and what waits for it.
  String archiver(String node) {
    try {
      return lab.query(
          node,
          "select row(a, (select array_agg(name) from pg_ls_archive_statusdir()))"
              + " from pg_stat_archiver a");
    } catch (SQLException e) {
      return e.toString();
    }
  }

  /// The moment right after the row of this name was written, as the server says it; where
  /// timelines 1 and 2 were left: `switch 1`, `switch 2`.
  String moment(String name) {
    return Objects.requireNonNull(moments.get(name));
  }

  /// The segment in which timeline 1 or 2 was left.
  String lastSegment(int timeline) {
    return Objects.requireNonNull(lastSegments.get(timeline));
  }

  /// Where in its last segment the timeline was left.
  int switchOffset(int timeline) {
    String lsn = moment("switch " + timeline);
    return Integer.parseUnsignedInt(lsn.substring(lsn.indexOf('/') + 1), 16) & 0xFFFFFF;
  }

  Store own(String node) {
    return Objects.requireNonNull(own.get(node));
  }

  private static List<String> contents(Store store) {
    try {
      return store.names();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
