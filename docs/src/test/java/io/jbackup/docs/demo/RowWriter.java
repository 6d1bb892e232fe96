package io.jbackup.docs.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An application that goes on working: it commits payments one by one, in a thread of its own,
/// until it is closed.
final class RowWriter implements AutoCloseable {
  private final DemoServer server;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("write rows").unstarted(this::run);

  private RowWriter(DemoServer server) {
    this.server = server;
  }

  static RowWriter start(DemoServer server) {
    RowWriter writer = new RowWriter(server);
    writer.thread.start();
    return writer;
  }

  private void run() {
    try (Connection connection = server.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO payment (account, amount) VALUES (1 + ? % 200000, ? % 997)")) {
      while (!stop.get()) {
        insert.setLong(1, written.get() * 7919);
        insert.setLong(2, written.get());
        insert.executeUpdate();
        written.incrementAndGet();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  /// Rows that were committed so far.
  long written() {
    return written.get();
  }

  /// Lets the application end its last transaction. Throws DemoFailure when it broke off before.
  @Override
  public void close() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", e);
    }
    Exception cause = failure.get();
    if (cause != null) {
      throw new DemoFailure(
          "the application could not write its rows: " + cause.getMessage(), cause);
    }
  }
}
