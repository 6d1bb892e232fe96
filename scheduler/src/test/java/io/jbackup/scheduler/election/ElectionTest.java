package io.jbackup.scheduler.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.round.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElectionTest {
  private static final Member U4 = member("u4", Role.PRIMARY, true, Streaming.UNKNOWN);
  private static final Member U5 = member("u5", Role.REPLICA, true, Streaming.YES);
  private static final Member U6 = member("u6", Role.REPLICA, false, Streaming.YES);

  private static Member member(String name, Role role, boolean promotable, Streaming streaming) {
    return new Member(name, role, promotable, streaming, OptionalInt.of(1), "running");
  }

  private static Sight sees(Member self, List<Member> all, boolean othersKnown) {
    List<Member> others =
        all.stream().filter(member -> othersKnown && !member.equals(self)).toList();
    return new Sight.Seen(
        new ClusterPicture(
            Instant.EPOCH, self, others, othersKnown, false, true, OptionalLong.of(1), List.of()));
  }

  private static Standing judge(Member self, List<Member> all, RunOn runOn) {
    return new Election().judge(sees(self, all, true), runOn);
  }

  @Test
  void theReplicaThatIsKeptOutOfFailoverTakesTheBackups() {
    List<Member> all = List.of(U4, U5, U6);

    assertThat(judge(U6, all, RunOn.NOFAILOVER))
        .isEqualTo(new Standing.Fit("u6 is a replica that is kept out of failover"));
    assertThat(judge(U5, all, RunOn.NOFAILOVER))
        .isEqualTo(
            new Standing.Unfit(
                "u5 is a replica, and the work is for a replica that is kept out of failover: u6"));
    assertThat(judge(U4, all, RunOn.NOFAILOVER)).isInstanceOf(Standing.Unfit.class);
  }

  @Test
  void asAFallbackTheOtherReplicasComeFirst() {
    List<Member> all = List.of(U4, U5, U6);

    assertThat(judge(U5, all, RunOn.REPLICA)).isInstanceOf(Standing.Fit.class);
    assertThat(judge(U6, all, RunOn.REPLICA))
        .isEqualTo(
            new Standing.Unfit(
                "u6 is a replica that is kept out of failover, and so is u5, which comes first"));
  }

  @Test
  void whatIsUnknownIsNoNo() {
    Sight unknown = new Sight.Unknown(Instant.EPOCH, "127.0.0.1:8008 refused");

    assertThat(new Election().judge(unknown, RunOn.NOFAILOVER))
        .isEqualTo(new Standing.Unclear("the cluster is unknown: 127.0.0.1:8008 refused"));
    assertThat(new Election().judge(sees(U5, List.of(U4, U5), false), RunOn.REPLICA))
        .isEqualTo(new Standing.Unclear("u5 is a replica, but the other nodes are unknown"));
    assertThat(new Election().judge(sees(U6, List.of(U6), false), RunOn.NOFAILOVER))
        .isInstanceOf(Standing.Fit.class);
  }

  @Test
  void aReplicaThatDoesNotStreamIsUnfit() {
    Member still = member("u6", Role.REPLICA, false, Streaming.NO);
    Member stopped =
        new Member("u6", Role.UNFIT, false, Streaming.NO, OptionalInt.empty(), "stopped");

    assertThat(judge(still, List.of(U4, U5, still), RunOn.NOFAILOVER))
        .isEqualTo(new Standing.Unfit("u6 is a replica that does not stream"));
    assertThat(judge(stopped, List.of(U4, U5, stopped), RunOn.ANY))
        .isEqualTo(new Standing.Unfit("the server of u6 is stopped: u4"));
  }

  /// Three nodes in every state that a node can be in.
  @ParameterizedTest
  @EnumSource(RunOn.class)
  void nodesThatSeeTheSameClusterAgreeOnOneOfThem(RunOn runOn) {
    int elected = 0;
    for (Member first : states("a")) {
      for (Member second : states("b")) {
        for (Member third : states("c")) {
          List<Member> all = List.of(first, second, third);
          List<Member> fit =
              all.stream().filter(self -> judge(self, all, runOn) instanceof Standing.Fit).toList();
          boolean possible = all.stream().anyMatch(member -> isAble(member, runOn));
          assertThat(fit).as("%s of %s", runOn, all).hasSize(possible ? 1 : 0);
          assertThat(fit).allMatch(member -> isAble(member, runOn));
          elected += fit.size();
        }
      }
    }
    assertThat(elected).isPositive();
  }

  private static List<Member> states(String name) {
    List<Member> states = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Streaming streaming : Streaming.values()) {
        states.add(member(name, role, true, streaming));
        states.add(member(name, role, false, streaming));
      }
    }
    return states;
  }

  /// The rule of the election in other words.
  private static boolean isAble(Member member, RunOn runOn) {
    return switch (member.role()) {
      case UNFIT -> false;
      case PRIMARY -> runOn == RunOn.LEADER || runOn == RunOn.ANY;
      case REPLICA ->
          switch (runOn) {
            case LEADER -> false;
            case NOFAILOVER -> !member.promotable() && member.streaming() != Streaming.NO;
            case REPLICA, ANY -> member.streaming() != Streaming.NO;
          };
    };
  }
}
