package io.jbackup.cli.command;

import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.ReplicationConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds out which cluster a new instance is, from its data directory, its server, or both.
final class ClusterInspection {
  private static final List<String> SERVER_VARIABLES =
      List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE");

  private final Session session;

  ClusterInspection(Session session) {
    this.session = session;
  }

  ClusterIdentity identify(Optional<Path> pgdata) {
    boolean serverNamed = ConnectionArguments.given(session.arguments());
    if (pgdata.isEmpty()) {
      if (!serverNamed && !environmentNamesServer()) {
        throw nothingGiven();
      }
      return ofServer();
    }
    ClusterIdentity identity = ofDirectory(pgdata.get());
    if (serverNamed) {
      compareWithServer(identity);
    }
    return identity;
  }

  /// The data directory says all that is needed, so a server that is down is no obstacle.
  private void compareWithServer(ClusterIdentity identity) {
    ClusterIdentity server;
    try {
      server = ofServer();
    } catch (ConnectionException e) {
      session
          .log()
          .warning("the data directory could not be compared with the server: " + e.getMessage());
      return;
    }
    identity.requireSame(server);
  }

  private boolean environmentNamesServer() {
    return SERVER_VARIABLES.stream().anyMatch(session.surroundings().environment()::containsKey);
  }

  private static ClusterIdentity ofDirectory(Path pgdata) {
    PgControl control = PgControl.read(pgdata);
    return new ClusterIdentity(
        "data directory \"" + pgdata + "\"",
        control.systemId(),
        control.majorVersion(),
        control.segmentSize());
  }

  private ClusterIdentity ofServer() {
    ConnectionTarget target = ConnectionArguments.target(session, InstanceConfig.empty());
    try (ReplicationConnection connection =
        ReplicationConnection.open(target, NoticeListener.IGNORE)) {
      long kilobytes = Units.kilobytes("wal_segment_size", connection.show("wal_segment_size"));
      return new ClusterIdentity(
          "the server at " + connection.host(),
          connection.identifySystem().systemIdentifier(),
          connection.serverMajor(),
          new SegmentSize(Math.toIntExact(kilobytes * 1024)));
    }
  }

  private static UsageException nothingGiven() {
    return new UsageException(
        """
        No postgres data directory specified.
        Please specify it either using environment variable PGDATA or
        command line option --pgdata (-D)\
        """,
        "Or name the server with -h, -p, -U, -d: it knows all that is needed.");
  }
}
