package io.jbackup.scheduler.cluster.autofailover;

import io.jbackup.core.protocol.QueryResult;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/// One row of `pgautofailover.node` (pg_auto_failover 2.0).
///
/// @param reported the state that the node says it is in
/// @param goal the state that the monitor wants it in
/// @param serverRuns by the node's own report
/// @param healthy by the monitor's own check
/// @param silence seconds since the node's last report
/// @param timeline 0 when not yet reported
/// @param systemIdentifier 0 when not yet reported
record Row(
    String name,
    String host,
    String port,
    String group,
    String reported,
    String goal,
    boolean serverRuns,
    boolean healthy,
    long silence,
    int candidatePriority,
    int timeline,
    long systemIdentifier) {
  /// Nodes report every five seconds; the monitor itself gives one up after twenty.
  private static final long SILENCE_LIMIT = 30;

  private static final Set<String> WRITABLE = Set.of("primary", "wait_primary", "single");

  /// The rows of one formation, as [#of(QueryResult)] reads them.
  static final String QUERY =
      """
      SELECT nodename, nodehost, nodeport, groupid, reportedstate, goalstate, reportedpgisrunning, \
      health, floor(extract(epoch FROM now() - reporttime))::bigint AS silence, \
      candidatepriority, reportedtli, sysidentifier \
      FROM pgautofailover.node WHERE formationid = \
      """;

  static List<Row> of(QueryResult answer) {
    return IntStream.range(0, answer.rows().size()).mapToObj(row -> of(answer, row)).toList();
  }

  private static Row of(QueryResult answer, int row) {
    return new Row(
        text(answer, row, "nodename"),
        text(answer, row, "nodehost"),
        text(answer, row, "nodeport"),
        text(answer, row, "groupid"),
        text(answer, row, "reportedstate"),
        text(answer, row, "goalstate"),
        text(answer, row, "reportedpgisrunning").equals("t"),
        text(answer, row, "health").equals("1"),
        number(answer, row, "silence"),
        (int) number(answer, row, "candidatepriority"),
        (int) number(answer, row, "reportedtli"),
        number(answer, row, "sysidentifier"));
  }

  private static String text(QueryResult answer, int row, String column) {
    String value = answer.value(row, column);
    return value == null ? "" : value;
  }

  private static long number(QueryResult answer, int row, String column) {
    String value = text(answer, row, column);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }

  /// Whether the node is known to be alive.
  boolean alive() {
    return healthy && silence <= SILENCE_LIMIT;
  }

  /// Whether a live node is on its way to another state. A dead one is assigned a state that it
  /// does not reach, for days perhaps: that is no unrest.
  boolean changes() {
    return alive() && !reported.equals(goal);
  }

  /// Only a state that the node has reached counts: two rows may say `primary` for a while.
  Member member() {
    return new Member(
        name,
        role(),
        candidatePriority > 0,
        Streaming.UNKNOWN,
        timeline == 0 ? OptionalInt.empty() : OptionalInt.of(timeline),
        words());
  }

  OptionalLong identifier() {
    return systemIdentifier == 0 ? OptionalLong.empty() : OptionalLong.of(systemIdentifier);
  }

  private Role role() {
    if (!alive() || !serverRuns || !reported.equals(goal)) {
      return Role.UNFIT;
    }
    if (reported.equals("secondary")) {
      return Role.REPLICA;
    }
    return WRITABLE.contains(reported) ? Role.PRIMARY : Role.UNFIT;
  }

  private String words() {
    if (silence > SILENCE_LIMIT) {
      return reported + " when it last reported, " + silence + " s ago";
    }
    if (!serverRuns) {
      return reported + ", not running";
    }
    if (!healthy) {
      return reported + ", not reached by the monitor";
    }
    return reported.equals(goal) ? reported : reported + ", to become " + goal;
  }
}
