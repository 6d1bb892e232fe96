package io.jbackup.core.backup;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.core.protocol.ReplicationConnection;
import java.util.ArrayList;
import java.util.List;

/// The connections of a backup that runs, so that a signal can close them all.
final class Connections implements AutoCloseable {
  private final List<ReplicationConnection> open = new ArrayList<>();
  private boolean cancelled;

  /// Adds a connection; it is closed with the others. Throws CancelledException after [#cancel()].
  synchronized ReplicationConnection add(ReplicationConnection connection) {
    open.add(connection);
    if (cancelled) {
      connection.close();
    }
    requireNotCancelled();
    return connection;
  }

  synchronized void requireNotCancelled() {
    if (cancelled) {
      throw interrupted();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  static CancelledException interrupted() {
    return new CancelledException("the backup was interrupted", "Take the backup again.");
  }

  /// Closes every connection, which ends all that waits for one.
  synchronized void cancel() {
    cancelled = true;
    close();
  }

  @Override
  public synchronized void close() {
    open.forEach(ReplicationConnection::close);
  }
}
