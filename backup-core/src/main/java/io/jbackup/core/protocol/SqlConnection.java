package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An ordinary connection for the few SQL queries that a backup needs: simple protocol, values as
/// text. One thread at a time; [#cancel()] and [#close()] from any.
public final class SqlConnection implements AutoCloseable {
  private final Session session;

  private SqlConnection(Session session) {
    this.session = session;
  }

  /// Throws ConnectionException when no host of the target can be used.
  public static SqlConnection open(ConnectionTarget target, NoticeListener notices) {
    return new SqlConnection(Connector.connect(target, false, notices));
  }

  /// Runs one or more statements; the last result set is returned.
  public QueryResult query(String sql) {
    return new Results(session).run("query", sql);
  }

  public static String quoteLiteral(String text) {
    return Quoting.literal(text);
  }

  public static String quoteIdentifier(String text) {
    return Quoting.identifier(text);
  }

  /// What the server reported by itself, e.g. `server_version`; null when it did not.
  public @Nullable String parameterStatus(String name) {
    return session.parameter(name);
  }

  public String serverVersion() {
    return ServerVersion.text(session);
  }

  public int serverMajor() {
    return ServerVersion.major(session);
  }

  public boolean inHotStandby() {
    return session.isOn("in_hot_standby");
  }

  public HostAddress host() {
    return session.host();
  }

  /// Asks the server to cancel the running query, which then fails with SQLSTATE 57014.
  public void cancel() throws IOException {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }
}
