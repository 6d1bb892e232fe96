package io.jbackup.scheduler.store;

import io.jbackup.scheduler.round.Failure;
import io.jbackup.scheduler.round.OpenRound;
import io.jbackup.scheduler.round.Round;
import io.jbackup.scheduler.round.RoundBoard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The board in the table jbackup_round. A claim lasts until the node that has it does not renew it
/// any more; the database's clock decides. Every change is one statement, so that a primary that
/// fails between two of them leaves nothing half done.
final class JdbcRoundBoard implements RoundBoard {
  private static final String KEY = " WHERE instance = ? AND schedule = ? AND due = ?";
  private static final String MINE = KEY + " AND is_open AND claimed_by = ?";

  private final StoreConnections connections;
  private final String node;
  private final String lease;
  private @Nullable Connection kept;

  JdbcRoundBoard(StoreConnections connections, String node, Duration lease) {
    this.connections = connections;
    this.node = node;
    this.lease = lease.toMillis() + " milliseconds";
  }

  @Override
  public boolean open(Round round) {
    return change(
            """
            INSERT INTO jbackup_round (instance, schedule, due)
              SELECT n.instance, n.schedule, n.due
                FROM (VALUES (?, ?, ?::timestamptz)) AS n (instance, schedule, due)
                WHERE NOT EXISTS (SELECT FROM jbackup_round AS o
                  WHERE o.instance = n.instance AND o.schedule = n.schedule AND o.due >= n.due)
              ON CONFLICT DO NOTHING\
            """,
            statement -> key(statement, 1, round))
        && forgetOld(round);
  }

  private boolean forgetOld(Round round) {
    change(
        """
        DELETE FROM jbackup_round WHERE instance = ? AND schedule = ? AND NOT is_open
          AND due < ?::timestamptz - interval '30 days'\
        """,
        statement -> key(statement, 1, round));
    return true;
  }

  @Override
  public List<OpenRound> open(String instance) {
    String sql =
        """
        SELECT schedule, due, attempts, failed_at, failure, retriable,
          CASE WHEN claimed_by <> ? AND claimed_until > now() THEN claimed_by END AS claimed_by
          FROM jbackup_round WHERE instance = ? AND is_open ORDER BY due\
        """;
    return run(
        sql,
        statement -> {
          statement.setString(1, node);
          statement.setString(2, instance);
          List<OpenRound> rounds = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              rounds.add(read(instance, row));
            }
          }
          return rounds;
        });
  }

  private static OpenRound read(String instance, ResultSet row) throws SQLException {
    Instant due = row.getObject("due", OffsetDateTime.class).toInstant();
    @Nullable OffsetDateTime failedAt = row.getObject("failed_at", OffsetDateTime.class);
    Optional<Failure> failure =
        failedAt == null
            ? Optional.empty()
            : Optional.of(
                new Failure(
                    failedAt.toInstant(), row.getString("failure"), row.getBoolean("retriable")));
    return new OpenRound(
        new Round(instance, row.getString("schedule"), due),
        row.getInt("attempts"),
        failure,
        Optional.ofNullable(row.getString("claimed_by")));
  }

  @Override
  public boolean claim(Round round) {
    return change(
        "UPDATE jbackup_round SET claimed_by = ?, claimed_until = now() + ?::interval"
            + KEY
            + " AND is_open AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until < now())",
        statement -> {
          statement.setString(1, node);
          statement.setString(2, lease);
          key(statement, 3, round);
          statement.setString(6, node);
        });
  }

  @Override
  public boolean renew(Round round) {
    return change(
        "UPDATE jbackup_round SET claimed_until = now() + ?::interval" + MINE,
        statement -> {
          statement.setString(1, lease);
          mine(statement, 2, round);
        });
  }

  @Override
  public void release(Round round) {
    change(
        "UPDATE jbackup_round SET claimed_by = NULL, claimed_until = NULL" + MINE,
        statement -> mine(statement, 1, round));
  }

  @Override
  public void fail(Round round, Failure failure) {
    change(
        "UPDATE jbackup_round SET claimed_by = NULL, claimed_until = NULL,"
            + " attempts = attempts + 1, failed_at = ?, failure = ?, retriable = ?"
            + MINE,
        statement -> {
          statement.setObject(1, failure.at().atOffset(ZoneOffset.UTC));
          statement.setString(2, failure.why());
          statement.setBoolean(3, failure.retriable());
          mine(statement, 4, round);
        });
  }

  @Override
  public void close(Round round, String outcome) {
    change(
        "UPDATE jbackup_round SET is_open = false, claimed_by = NULL, claimed_until = NULL,"
            + " outcome = ?"
            + KEY
            + " AND is_open",
        statement -> {
          statement.setString(1, outcome);
          key(statement, 2, round);
        });
  }

  private void mine(PreparedStatement statement, int first, Round round) throws SQLException {
    key(statement, first, round);
    statement.setString(first + 3, node);
  }

  private static void key(PreparedStatement statement, int first, Round round) throws SQLException {
    statement.setString(first, round.instance());
    statement.setString(first + 1, round.schedule());
    statement.setObject(first + 2, round.due().atOffset(ZoneOffset.UTC));
  }

  /// Whether a row was changed.
  private boolean change(String sql, Binding binding) {
    return run(
        sql,
        statement -> {
          binding.bind(statement);
          return statement.executeUpdate() > 0;
        });
  }

  /// A connection that has served before may be to a server that is gone: then a new one is tried.
  private synchronized <T> T run(String sql, Step<T> step) {
    boolean used = kept != null;
    try {
      return once(sql, step);
    } catch (SQLException e) {
      drop(e);
      if (!used) {
        throw connections.failure(e);
      }
    }
    try {
      return once(sql, step);
    } catch (SQLException e) {
      drop(e);
      throw connections.failure(e);
    }
  }

  private <T> T once(String sql, Step<T> step) throws SQLException {
    Connection connection = kept;
    if (connection == null) {
      connection = connections.getConnection();
      kept = connection;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return step.take(statement);
    }
  }

  private void drop(SQLException cause) {
    Connection connection = kept;
    kept = null;
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public synchronized void close() {
    drop(new SQLException("closed"));
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private interface Step<T> {
    T take(PreparedStatement statement) throws SQLException;
  }
}
