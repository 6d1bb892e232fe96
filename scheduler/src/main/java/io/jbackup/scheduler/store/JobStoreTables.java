package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.scheduler.config.JobStoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.impl.jdbcjobstore.JobStoreTX;

/// The tables of a job store in PostgreSQL: those of Quartz, by the script that comes with it, and
/// the one of open rounds.
public final class JobStoreTables {
  private static final String SCRIPT = "tables_postgres.sql";
  private static final Pattern STATEMENT_END = Pattern.compile(";");
  private static final String ROUNDS =
      """
      CREATE TABLE IF NOT EXISTS jbackup_round (
        instance      text        NOT NULL,
        schedule      text        NOT NULL,
        due           timestamptz NOT NULL,
        is_open       boolean     NOT NULL DEFAULT true,
        attempts      integer     NOT NULL DEFAULT 0,
        failed_at     timestamptz,
        failure       text,
        retriable     boolean,
        claimed_by    text,
        claimed_until timestamptz,
        outcome       text,
        PRIMARY KEY (instance, schedule, due)
      )\
      """;

  private JobStoreTables() {}

  /// Makes what is not there yet, in one transaction; what is there stays as it is. Throws
  /// ConnectionException when the database cannot be reached or refuses.
  public static void create(JobStoreSettings.Jdbc settings) {
    StoreConnections connections = new StoreConnections(settings);
    try (Connection connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements()) {
          statement.execute(sql);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw connections.failure(e);
    }
  }

  /// Throws CatalogException when the tables are not there, ConnectionException when that cannot be
  /// asked.
  static void require(StoreConnections connections) {
    String sql =
        "SELECT to_regclass('jbackup_round') IS NULL OR to_regclass('qrtz_triggers') IS NULL";
    boolean missing;
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      missing = !result.next() || result.getBoolean(1);
    } catch (SQLException e) {
      throw connections.failure(e);
    }
    if (missing) {
      throw new CatalogException(
          "the job store " + connections.describe() + " has no tables yet",
          "Make them once with: jbackup service init-job-store --config FILE");
    }
  }

  /// The script drops what is there; that part is left out.
  static List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (String part : STATEMENT_END.split(script().replaceAll("(?m)^\\s*--.*$", ""), -1)) {
      String sql = part.strip();
      if (sql.startsWith("CREATE TABLE ")) {
        statements.add(sql.replaceFirst("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
      } else if (sql.startsWith("CREATE INDEX ")) {
        statements.add(sql.replaceFirst("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "));
      }
    }
    statements.add(ROUNDS);
    return statements;
  }

  private static String script() {
    try (@Nullable InputStream in = JobStoreTX.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("Quartz comes without " + SCRIPT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
