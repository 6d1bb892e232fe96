package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.JobStoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.quartz.utils.ConnectionProvider;

/// Connections to the job store's database. Each wait has an end, so that a primary that is gone
/// behind a proxy is noticed. The password file is read for each connection; without one the driver
/// looks into `.pgpass`.
final class StoreConnections implements ConnectionProvider {
  private static final int LOGIN_SECONDS = 5;
  private static final int ANSWER_SECONDS = 20;

  private final JobStoreSettings.Jdbc settings;
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  /// Throws UsageException for a URL that is none of PostgreSQL's.
  StoreConnections(JobStoreSettings.Jdbc settings) {
    this.settings = settings;
    try {
      source.setURL(settings.url());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "job-store: not a JDBC URL of PostgreSQL: \"" + describe() + "\"",
          "Write it as jdbc:postgresql://HOST:PORT/DATABASE.",
          e);
    }
    source.setUser(settings.user());
    source.setApplicationName("jbackup service");
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setConnectTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
  }

  /// The URL without its parameters, which may hold secrets.
  String describe() {
    int parameters = settings.url().indexOf('?');
    return parameters < 0 ? settings.url() : settings.url().substring(0, parameters);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return settings.passwordFile().isPresent()
        ? source.getConnection(settings.user(), password(settings.passwordFile().get()))
        : source.getConnection();
  }

  private static String password(Path file) throws SQLException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty() ? "" : lines.getFirst().strip();
    } catch (IOException e) {
      throw new SQLException("the password file \"" + file + "\" cannot be read: " + e, e);
    }
  }

  /// What a failure of the database is to the operator.
  ConnectionException failure(SQLException cause) {
    @Nullable String message = cause.getMessage();
    return new ConnectionException(
        "the job store " + describe() + ": " + message,
        "It is tried again. See that the database can be reached, and that \"jbackup service"
            + " init-job-store\" has made its tables.",
        cause);
  }

  @Override
  public void initialize() {
    // Nothing is kept open.
  }

  @Override
  public void shutdown() {
    // Nothing is kept open.
  }
}
