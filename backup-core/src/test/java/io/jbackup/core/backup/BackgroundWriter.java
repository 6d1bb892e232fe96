package io.jbackup.core.backup;

import io.jbackup.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Writes to the server, one small transaction after another, until it is closed.
public final class BackgroundWriter implements AutoCloseable {
  private static final int BATCH = 20;

  private final Connection connection;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
  private final CountDownLatch started = new CountDownLatch(BATCH);
  private final Thread thread;

  public BackgroundWriter(PostgresServer server) throws SQLException {
    server.sql("create table written (id bigserial primary key, at timestamptz default now())");
    connection = server.connect();
    thread = Thread.ofPlatform().name("background writer").start(this::run);
  }

  private void run() {
    try (Statement statement = connection.createStatement()) {
      while (!stop.get()) {
        statement.execute("insert into written default values");
        started.countDown();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  /// Waits until it has begun to write.
  public void awaitStart() throws InterruptedException {
    if (!started.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing was written", failure.get());
    }
  }

  @Override
  public void close() throws SQLException {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
