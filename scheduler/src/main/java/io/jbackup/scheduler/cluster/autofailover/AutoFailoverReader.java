package io.jbackup.scheduler.cluster.autofailover;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.SqlConnection;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks pg_auto_failover's monitor. Needs USAGE on schema `pgautofailover` and SELECT on its table
/// `node`. Seen with pg_auto_failover 2.0.
///
/// This node is recognised by pg_autoctl's own configuration file. The monitor cannot tell whether
/// a secondary streams: that is left to the server of this node.
public final class AutoFailoverReader implements ClusterReader {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ConnectionTarget monitor;
  private final Path file;
  private final Clock clock;

  /// A reader for the node with this data directory.
  ///
  /// @param monitor the monitor's database
  /// @param configurationHome `$XDG_CONFIG_HOME` of the user that runs pg_autoctl
  public AutoFailoverReader(
      ConnectionTarget monitor, Path pgdata, Path configurationHome, Clock clock) {
    this.monitor = monitor.withConnectTimeout(PATIENCE);
    this.file = Identity.file(configurationHome, pgdata);
    this.clock = clock;
  }

  @Override
  public Sight look() {
    Instant now = clock.instant();
    try {
      Identity identity = Identity.read(file);
      return picture(identity, rows(identity.formation()), now);
    } catch (IOException e) {
      return new Sight.Unknown(now, "pg_autoctl's configuration cannot be read: " + reason(e));
    } catch (BackupException e) {
      return new Sight.Unknown(now, "the monitor does not answer: " + e.getMessage());
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private List<Row> rows(String formation) {
    try (SqlConnection connection = SqlConnection.open(monitor, NoticeListener.IGNORE)) {
      connection.query("SET statement_timeout = '5s'");
      return Row.of(connection.query(Row.QUERY + SqlConnection.quoteLiteral(formation)));
    }
  }

  static Sight picture(Identity identity, List<Row> formation, Instant now) {
    Optional<Row> found = formation.stream().filter(identity::is).findFirst();
    if (found.isEmpty()) {
      return new Sight.Unknown(
          now, "the monitor does not know " + identity.name().orElse(identity.host()));
    }
    Row self = found.get();
    List<Row> group = formation.stream().filter(row -> row.group().equals(self.group())).toList();
    return new Sight.Seen(
        new ClusterPicture(
            now,
            self.member(),
            group.stream().filter(row -> !row.equals(self)).map(Row::member).toList(),
            true,
            false,
            calm(group),
            self.identifier(),
            List.of()));
  }

  private static boolean calm(List<Row> group) {
    long primaries =
        group.stream().map(Row::member).map(Member::role).filter(Role.PRIMARY::equals).count();
    return primaries == 1 && group.stream().noneMatch(Row::changes);
  }
}
