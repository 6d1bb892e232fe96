package io.jbackup.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import io.jbackup.scheduler.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Recovery to every side of the timeline switches of a Patroni cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PatroniTimelinesIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Path directory;
  private History history;
  private int restored;

  @BeforeAll
  void play(@TempDir Path temporary) throws Exception {
    directory = temporary;
    history = History.play(directory);
  }

  @AfterAll
  void end() {
    history.close();
  }

  private Path restore(Store store, String... words) throws Exception {
    Path data = directory.resolve("restored-" + restored++);
    Store.Outcome outcome = store.restore(data, words);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    ServerUser.here().own(data);
    return data;
  }

  private List<String> rows(Store store, String... words) throws Exception {
    try (PostgresServer server =
        PostgresServer.onDirectory(15, restore(store, words))
            .setting("archive_mode", "off")
            .setting("listen_addresses", "127.0.0.1")
            .start()) {
      server.await("select not pg_is_in_recovery()");
      return server.rows("select what from t order by id").stream().map(List::getFirst).toList();
    }
  }

  /// To the moment right after this row was written, along the latest timeline.
  private List<String> rowsAfter(Store store, String row) throws Exception {
    return rows(
        store,
        "--recovery-target-time=" + history.moment(row),
        "--recovery-target-timeline=latest",
        "--recovery-target-action=promote");
  }

  @Test
  void aMomentBeforeTheSwitchover() throws Exception {
    assertThat(rowsAfter(history.shared, "before")).containsExactly("before");
  }

  @Test
  void aMomentBetweenSwitchoverAndLossOfTheLeader() throws Exception {
    assertThat(rowsAfter(history.shared, "between")).containsExactly("before", "between");
  }

  @Test
  void aMomentAfterBothSwitches() throws Exception {
    assertThat(rowsAfter(history.shared, "after"))
        .containsExactly("before", "between", "late", "tail", "after");
  }

  @Test
  void theLatestTimelineToItsEnd() throws Exception {
    assertThat(
            rows(history.shared, "--recovery-target=latest", "--recovery-target-timeline=latest"))
        .containsExactly("before", "between", "late", "tail", "after", "end");
  }

  @Test
  void theTimelineOfTheBackupEndsWithTheSwitchover() throws Exception {
    assertThat(rows(history.shared, "--recovery-target=latest")).containsExactly("before");
  }

  /// In this catalog its last segment is only what the new leader had of it.
  @Test
  void theTimelineThatWasLostWithItsLeaderEndsWithWhatTheOthersHad() throws Exception {
    Store store = history.own("u4");
    assertThat(store.names())
        .contains(history.lastSegment(2) + ".partial")
        .doesNotContain(history.lastSegment(2));

    assertThat(rows(store, "--recovery-target=latest", "--recovery-target-timeline=2"))
        .containsExactly("before", "between", "late", "tail");
  }

  @Test
  void aMomentOfALaterTimelineIsNotOnThatOfTheBackup() throws Exception {
    Path data = directory.resolve("refused");
    Store.Outcome outcome =
        history.shared.restore(data, "--recovery-target-time=" + history.moment("between"));

    assertThat(outcome.exit()).as(outcome.output()).isNotZero();
    assertThat(outcome.output()).contains("HINT: ", "--recovery-target-timeline");
    assertThat(data).doesNotExist();
  }

  /// The lost leader's but for the history of the last timeline: pg_rewind copies that file, and
  /// what it copies the server does not archive.
  @Test
  void eachNodesOwnCatalogIsWhole() throws Exception {
    awaitArchivers();
    for (Map.Entry<String, Store> each : history.own.entrySet()) {
      Store.Outcome window = each.getValue().run("window", "--instance=main", "--format=json");

      assertThat(window.exit()).as(window.output()).isZero();
      assertThat(window.output())
          .as(each.getKey())
          .contains("\"tli\": 1", "\"tli\": 2", "\"tli\": 3")
          .doesNotContain("missing-segments", "damaged-wal");
      if (!each.getKey().equals("u5")) {
        assertThat(window.output()).as(each.getKey()).doesNotContain("missing-history");
      }
    }
  }

  @Test
  void eachNodesOwnCatalogLeadsBeyondTheSwitchover() throws Exception {
    for (Store store : history.own.values()) {
      assertThat(rowsAfter(store, "between")).containsExactly("before", "between");
    }
  }

  @Test
  void noNodesArchiverIsStuck() throws Exception {
    awaitArchivers();
  }

  private void awaitArchivers() throws Exception {
    for (String node : history.lab.names()) {
      Await.until(
          DEADLINE,
          "nothing waits on " + node,
          () -> history.archiver(node),
          () ->
              history.isTrue(
                  node,
                  "select count(*) = 0 from pg_ls_archive_statusdir() where name ~ 'ready$'"));
    }
  }

  @Test
  void theLastSegmentOfATimelineMayDifferAfterTheSwitchPoint() throws Exception {
    List<String> before = history.shared.names();
    assertThat(before).contains(history.lastSegment(1), history.lastSegment(1) + ".partial");

    Store.Outcome outcome = pushLastSegmentChangedAt(history.switchOffset(1) + 100);

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains(
            history.lastSegment(1) + " is in the archive already",
            "the same up to " + history.moment("switch 1") + ", where the timeline was left");
    assertThat(history.shared.names()).isEqualTo(before);
  }

  @Test
  void itMayNotDifferBeforeTheSwitchPoint() throws Exception {
    Store.Outcome outcome = pushLastSegmentChangedAt(history.switchOffset(1) - 1);

    assertThat(outcome.exit()).as(outcome.output()).isNotZero();
    assertThat(outcome.output())
        .contains("already exists in archive with different checksum", "HINT: ");
  }

  private Store.Outcome pushLastSegmentChangedAt(int offset) throws Exception {
    Path file = directory.resolve("changed-" + offset);
    assertThat(history.shared.wal("archive-get", history.lastSegment(1), file).exit()).isZero();
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
    return history.shared.wal(
        "archive-push", history.lastSegment(1), file, "--compress", "--log-level-console=log");
  }
}
