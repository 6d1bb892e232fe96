package io.jbackup.scheduler.cluster.plain;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Asks the server of this node. It knows of no others; a replica counts as one that is kept out of
/// failover, since nobody would promote it by itself.
public final class PlainReader implements ClusterReader {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// pg_stat_wal_receiver shows to everybody that there is a receiver, and its state to members of
  /// pg_read_all_stats.
  private static final String QUESTION =
      """
      SELECT pg_is_in_recovery() AS standby,
        (SELECT system_identifier FROM pg_control_system()) AS identifier,
        (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline,
        (SELECT count(pid) FROM pg_stat_wal_receiver) AS receivers\
      """;

  private final ConnectionTarget target;
  private final String node;
  private final Clock clock;

  /// @param node this node's name
  public PlainReader(ConnectionTarget target, String node, Clock clock) {
    this.target = target.withConnectTimeout(PATIENCE);
    this.node = node;
    this.clock = clock;
  }

  @Override
  public Sight look() {
    Instant now = clock.instant();
    try (SqlConnection connection = SqlConnection.open(target, NoticeListener.IGNORE)) {
      connection.query("SET statement_timeout = '5s'");
      QueryResult answer = connection.query(QUESTION);
      boolean standby = "t".equals(answer.value(0, "standby"));
      Streaming streaming = "0".equals(answer.value(0, "receivers")) ? Streaming.NO : Streaming.YES;
      Member self =
          new Member(
              node,
              standby ? Role.REPLICA : Role.PRIMARY,
              !standby,
              standby ? streaming : Streaming.UNKNOWN,
              OptionalInt.of(Integer.parseInt(String.valueOf(answer.value(0, "timeline")))),
              "running");
      long identifier = Long.parseUnsignedLong(String.valueOf(answer.value(0, "identifier")));
      return new Sight.Seen(
          new ClusterPicture(
              now, self, List.of(), true, false, true, OptionalLong.of(identifier), List.of()));
    } catch (BackupException e) {
      return new Sight.Unknown(now, "the server does not answer: " + e.getMessage());
    }
  }
}
