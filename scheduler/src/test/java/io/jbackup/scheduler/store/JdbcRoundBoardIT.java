package io.jbackup.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.round.Failure;
import io.jbackup.scheduler.round.OpenRound;
import io.jbackup.scheduler.round.Round;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcRoundBoardIT {
  private static final Instant DUE = Instant.parse("2026-11-22T03:00:00Z");
  private static final Round ROUND = new Round("main", "full", DUE);
  private static final Duration LONG = Duration.ofHours(1);

  private PostgresServer server;
  private JobStoreSettings.Jdbc settings;

  @BeforeAll
  void startServer() throws IOException {
    server = PostgresServer.version(15).start();
    settings =
        new JobStoreSettings.Jdbc(server.jdbcUrl("postgres"), server.user(), Optional.empty());
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeTables() throws SQLException {
    JobStoreTables.create(settings);
    server.sql("truncate jbackup_round");
  }

  private JdbcRoundBoard board(String node, Duration lease) {
    return new JdbcRoundBoard(new StoreConnections(settings), node, lease);
  }

  @Test
  void makingTheTablesAgainChangesNothing() {
    try (JdbcRoundBoard board = board("u5", LONG)) {
      board.open(ROUND);
      JobStoreTables.create(settings);
      assertThat(board.open("main")).hasSize(1);
    }
  }

  @Test
  void aStoreWithoutTablesIsRefusedWithTheWayOut() throws SQLException {
    server.sql("drop database if exists empty", "create database empty");
    StoreConnections empty =
        new StoreConnections(
            new JobStoreSettings.Jdbc(server.jdbcUrl("empty"), server.user(), Optional.empty()));
    assertThatThrownBy(() -> JobStoreTables.require(empty))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.hint()).contains("init-job-store"));
  }

  @Test
  void aRoundIsOpenedOnceByWhicheverNode() {
    try (JdbcRoundBoard one = board("u5", LONG);
        JdbcRoundBoard two = board("u6", LONG)) {
      assertThat(one.open(ROUND)).isTrue();
      assertThat(two.open(ROUND)).isFalse();
      assertThat(two.open(new Round("main", "full", DUE.minusSeconds(1)))).isFalse();
      assertThat(two.open(new Round("main", "full", DUE.plusSeconds(1)))).isTrue();
      assertThat(one.open("main"))
          .extracting(round -> round.round().due())
          .containsExactly(DUE, DUE.plusSeconds(1));
    }
  }

  @Test
  void aClaimKeepsOthersAwayUntilItIsGivenBack() {
    try (JdbcRoundBoard one = board("u5", LONG);
        JdbcRoundBoard two = board("u6", LONG)) {
      one.open(ROUND);
      assertThat(one.claim(ROUND)).isTrue();
      assertThat(two.claim(ROUND)).isFalse();
      assertThat(two.open("main").getFirst().claimedBy()).contains("u5");
      assertThat(one.open("main").getFirst().claimedBy()).isEmpty();
      assertThat(one.renew(ROUND)).isTrue();
      one.release(ROUND);
      assertThat(two.claim(ROUND)).isTrue();
      assertThat(one.renew(ROUND)).isFalse();
    }
  }

  @Test
  void aClaimThatIsNotRenewedIsOpenAgain() {
    try (JdbcRoundBoard dead = board("u5", Duration.ofMillis(1));
        JdbcRoundBoard two = board("u6", LONG)) {
      dead.open(ROUND);
      assertThat(dead.claim(ROUND)).isTrue();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!two.claim(ROUND)) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(dead.renew(ROUND)).isFalse();
    }
  }

  @Test
  void failuresAreCountedOverAllNodes() {
    try (JdbcRoundBoard one = board("u5", LONG);
        JdbcRoundBoard two = board("u6", LONG)) {
      one.open(ROUND);
      one.claim(ROUND);
      one.fail(ROUND, new Failure(DUE, "cut", true));
      two.claim(ROUND);
      two.fail(ROUND, new Failure(DUE.plusSeconds(5), "wrong cluster", false));
      OpenRound round = one.open("main").getFirst();
      assertThat(round.attempts()).isEqualTo(2);
      assertThat(round.lastFailure())
          .contains(new Failure(DUE.plusSeconds(5), "wrong cluster", false));
    }
  }

  @Test
  void aClosedRoundIsNeitherOpenNorOpenedAgain() {
    try (JdbcRoundBoard one = board("u5", LONG)) {
      one.open(ROUND);
      one.close(ROUND, "backup SVXPK2");
      assertThat(one.open("main")).isEmpty();
      assertThat(one.open(ROUND)).isFalse();
      assertThat(one.claim(ROUND)).isFalse();
    }
  }

  @Test
  void aRestartedServerIsConnectedToAgain() throws IOException {
    try (JdbcRoundBoard one = board("u5", LONG)) {
      one.open(ROUND);
      server.kill();
      assertThatThrownBy(() -> one.open("main"))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("job store jdbc:postgresql://127.0.0.1");
      server.start();
      assertThat(one.open("main")).hasSize(1);
      server.stop(StopMode.FAST);
      server.start();
      assertThat(one.open("main")).hasSize(1);
    }
  }
}
