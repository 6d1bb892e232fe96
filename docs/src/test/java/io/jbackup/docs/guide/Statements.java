package io.jbackup.docs.guide;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs blocks of SQL as the superuser, as psql would.
final class Statements {
  private static final Pattern PORT = Pattern.compile("-- on port (\\d+)\n(?s:(.*))");

  private final int port;

  /// @param port of the server that is meant where a block does not begin with `-- on port N`
  Statements(int port) {
    this.port = port;
  }

  /// The first value of the last row set, empty when there was none.
  String run(String block) throws SQLException {
    Matcher elsewhere = PORT.matcher(block);
    boolean matches = elsewhere.matches();
    int server = matches ? Integer.parseInt(elsewhere.group(1)) : port;
    String text = matches ? elsewhere.group(2) : block;
    String answer = "";
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server + "/postgres", "postgres", "");
        Statement statement = connection.createStatement()) {
      for (String sql : text.split(";\\s*(\n|$)", -1)) {
        if (!sql.isBlank() && statement.execute(sql)) {
          answer = first(statement);
        }
      }
    }
    return answer;
  }

  private static String first(Statement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
