package io.jbackup.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ClusterWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Sight UNKNOWN = new Sight.Unknown(NOW, "nobody answers");
  private Sight answer = UNKNOWN;

  private ClusterWatch.View look(ClusterWatch watch, Sight next) {
    answer = next;
    return watch.look();
  }

  private ClusterWatch watchAt(Instant now) {
    return new ClusterWatch(() -> answer, Clock.fixed(now, ZoneOffset.UTC), Duration.ofMinutes(5));
  }

  @Test
  void thePictureCountsForAWhileWhenNobodyAnswers() {
    ClusterWatch watch = watchAt(NOW);
    Sight seen = seen(Role.REPLICA, 1, 7, NOW.minusSeconds(299));
    assertThat(look(watch, seen).isRemembered()).isFalse();
    assertThat(look(watch, UNKNOWN).effective()).isEqualTo(seen);
    assertThat(watch.look().isRemembered()).isTrue();
  }

  @Test
  void anOldPictureCountsNoMore() {
    ClusterWatch watch = watchAt(NOW);
    look(watch, seen(Role.REPLICA, 1, 7, NOW.minusSeconds(301)));
    assertThat(look(watch, UNKNOWN).effective()).isEqualTo(UNKNOWN);
  }

  @Test
  void aChangeOfRoleOrIdentityIsSeen() {
    Sight before = seen(Role.REPLICA, 1, 7, NOW);
    assertThat(Changes.ofIdentity(before, before)).isEmpty();
    assertThat(Changes.ofIdentity(before, seen(Role.PRIMARY, 1, 7, NOW)))
        .contains("its role changed from REPLICA to PRIMARY");
    assertThat(Changes.ofIdentity(before, seen(Role.REPLICA, 1, 8, NOW)))
        .contains("its system identifier is another one");
  }

  @Test
  void aNewTimelineIsToldButDoesNotEndARight() {
    Sight before = seen(Role.REPLICA, 1, 7, NOW);
    Sight after = seen(Role.REPLICA, 2, 7, NOW);
    assertThat(Changes.ofIdentity(before, after)).isEmpty();
    assertThat(Changes.ofAll(before, after)).contains("its timeline changed from 1 to 2");
  }

  @Test
  void notKnowingIsNoChange() {
    assertThat(Changes.ofAll(seen(Role.REPLICA, 1, 7, NOW), UNKNOWN)).isEmpty();
  }

  private static Sight seen(Role role, int timeline, long system, Instant at) {
    Member self =
        new Member("u6", role, false, Member.Streaming.YES, OptionalInt.of(timeline), "running");
    return new Sight.Seen(
        new ClusterPicture(
            at, self, List.of(), true, false, true, OptionalLong.of(system), List.of()));
  }
}
