package io.jbackup.scheduler.cluster.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Makes a picture of what Patroni answers, 3.x and 4.x.
final class PatroniAnswers {
  /// Patroni notes when it last heard of etcd in each round (loop_wait, 10 s by default).
  private static final Duration FRESH = Duration.ofSeconds(40);

  private final String node;

  PatroniAnswers(String node) {
    this.node = node;
  }

  /// @param self the answer to `/patroni`
  /// @param cluster the answer to `/cluster`, if there was one
  ClusterPicture picture(JsonNode self, Optional<JsonNode> cluster, Instant now) {
    String name = self.path("patroni").path("name").asText(node);
    List<Member> others = new ArrayList<>();
    int leaders = 0;
    for (JsonNode member : cluster.map(answer -> answer.path("members")).orElse(self.path("-"))) {
      String role = member.path("role").asText();
      boolean leads = role.equals("leader") || role.equals("standby_leader");
      leaders += leads && runs(member.path("state").asText()) ? 1 : 0;
      if (!member.path("name").asText().equals(name)) {
        others.add(member(member.path("name").asText(), member));
      }
    }
    List<String> remarks = new ArrayList<>();
    boolean unlocked = self.path("cluster_unlocked").asBoolean();
    if (unlocked) {
      remarks.add("Patroni says that the cluster has no leader");
    }
    boolean stale = isStale(self, now);
    if (stale) {
      remarks.add("Patroni has not heard of its configuration store for a while");
    }
    if (cluster.isEmpty()) {
      remarks.add("Patroni does not say who else is in the cluster");
    }
    boolean oneLeader = cluster.isEmpty() || leaders == 1;
    return new ClusterPicture(
        now,
        member(name, self),
        others,
        cluster.isPresent(),
        self.path("pause").asBoolean()
            || cluster.map(c -> c.path("pause").asBoolean()).orElse(false),
        !unlocked && !stale && oneLeader,
        identifier(self.path("database_system_identifier")),
        remarks);
  }

  private static boolean isStale(JsonNode self, Instant now) {
    JsonNode seen = self.path("dcs_last_seen");
    return seen.isNumber() && Instant.ofEpochSecond(seen.asLong()).plus(FRESH).isBefore(now);
  }

  /// Both documents describe a member in the same words, `/cluster` as leader what `/patroni` calls
  /// master or primary.
  private static Member member(String name, JsonNode node) {
    String state = node.path("state").asText();
    return new Member(
        name,
        role(node.path("role").asText(), state),
        isPromotable(node.path("tags")),
        streaming(node, state),
        node.path("timeline").isInt()
            ? OptionalInt.of(node.path("timeline").asInt())
            : OptionalInt.empty(),
        state);
  }

  private static boolean runs(String state) {
    return state.equals("running")
        || state.equals("streaming")
        || state.equals("in archive recovery");
  }

  private static Role role(String role, String state) {
    if (!runs(state)) {
      return Role.UNFIT;
    }
    return switch (role) {
      case "master", "primary", "leader" -> Role.PRIMARY;
      case "replica", "sync_standby", "quorum_standby", "standby_leader" -> Role.REPLICA;
      default -> Role.UNFIT;
    };
  }

  /// The tag nofailover decides where it is present; else failover_priority, which may be a string.
  private static boolean isPromotable(JsonNode tags) {
    if (tags.has("nofailover")) {
      return !tags.path("nofailover").asBoolean();
    }
    return !tags.has("failover_priority") || tags.path("failover_priority").asInt(1) > 0;
  }

  /// 3.x does not say whether a replica streams.
  private static Streaming streaming(JsonNode node, String state) {
    String replication = node.path("replication_state").asText(state);
    return switch (replication) {
      case "streaming" -> Streaming.YES;
      case "in archive recovery" -> Streaming.NO;
      default -> Streaming.UNKNOWN;
    };
  }

  private static OptionalLong identifier(JsonNode text) {
    return text.asText().matches("\\d{1,20}")
        ? OptionalLong.of(Long.parseUnsignedLong(text.asText()))
        : OptionalLong.empty();
  }
}
