package io.jbackup.scheduler.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// SQL as the superuser on a lab's server.
final class LabSql {
  private LabSql() {}

  static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=5&socketTimeout=60"
        .formatted(port, database);
  }

  static void run(int port, String database, String user, String... statements)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(port, database), user, "");
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /// The first value of the first row; empty for null or no row.
  static String query(int port, String database, String user, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(port, database), user, "");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        return "";
      }
      @Nullable String value = result.getString(1);
      return value == null ? "" : value;
    }
  }
}
