package io.jbackup.scheduler.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Member.Streaming;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.election.Election;
import io.jbackup.scheduler.job.ClusterWatch;
import io.jbackup.scheduler.round.Standing;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a node makes of a manager that does not answer: nothing changes for five minutes, then the
/// server itself is asked.
final class StandingsTest {
  private static final Duration MEMORY = Duration.ofMinutes(5);
  private static final Duration LATE = Duration.ofHours(2);

  private Instant now = Instant.parse("2026-11-22T03:00:00Z");
  private Optional<ClusterPicture> answer = Optional.empty();
  private Optional<ClusterPicture> server = Optional.empty();

  private final ClusterReader reader =
      new ClusterReader() {
        @Override
        public Sight look() {
          return answer
              .<Sight>map(Sight.Seen::new)
              .orElseGet(() -> new Sight.Unknown(now, "nobody answers"));
        }

        @Override
        public Optional<ClusterPicture> server() {
          return server;
        }
      };
  private final ClusterWatch watch = new ClusterWatch(reader, clock(), MEMORY);

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  private Standing standing(RunOn runOn) {
    return standings(runOn).usual(watch.look());
  }

  private static Standings standings(RunOn runOn) {
    return new Standings(
        new Election(),
        new InstanceConfiguration(
            "main",
            Optional.empty(),
            "host=/tmp",
            new ClusterSource.Patroni(
                URI.create("http://127.0.0.1:8008"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            runOn,
            Optional.of(new Fallback(LATE, RunOn.REPLICA)),
            List.of(),
            RetentionPolicy.NONE,
            false,
            new AlarmLimits(
                Duration.ofHours(26), Duration.ofMinutes(15), 64, 15, Duration.ofHours(6)),
            Optional.empty(),
            Optional.empty()));
  }

  private ClusterPicture picture(Role role, boolean promotable, Streaming streaming) {
    Member self = new Member("u6", role, promotable, streaming, OptionalInt.of(1), "running");
    return new ClusterPicture(
        now, self, List.of(), true, false, true, OptionalLong.of(7), List.of());
  }

  @Test
  void theLastDecisionCountsForFiveMinutesWhateverTheServerSays() {
    answer = Optional.of(picture(Role.REPLICA, false, Streaming.YES));
    server = Optional.of(picture(Role.PRIMARY, true, Streaming.UNKNOWN));
    assertThat(standing(RunOn.NOFAILOVER)).isInstanceOf(Standing.Fit.class);
    answer = Optional.empty();
    now = now.plus(MEMORY).minusSeconds(1);
    assertThat(standing(RunOn.NOFAILOVER)).isInstanceOf(Standing.Fit.class);
  }

  @Test
  void thenAReplicaThatStreamsIsTakenAtItsServersWord() {
    server = Optional.of(picture(Role.REPLICA, false, Streaming.YES));
    assertThat(standing(RunOn.REPLICA)).isInstanceOf(Standing.Unclear.class);
    now = now.plus(MEMORY);
    for (RunOn runOn : List.of(RunOn.REPLICA, RunOn.ANY)) {
      assertThat(standing(runOn)).isInstanceOf(Standing.Fit.class);
      assertThat(standing(runOn).reason())
          .contains("its server says so; the cluster is unknown: nobody answers");
    }
    server = Optional.of(picture(Role.REPLICA, false, Streaming.NO));
    assertThat(standing(RunOn.REPLICA)).isInstanceOf(Standing.Unfit.class);
  }

  @Test
  void whoIsKeptOutOfFailoverIsNotKnownFromTheServerSoThatTheFallbackCounts() {
    server = Optional.of(picture(Role.REPLICA, false, Streaming.YES));
    watch.look();
    now = now.plus(MEMORY);
    assertThat(standing(RunOn.NOFAILOVER)).isInstanceOf(Standing.Unclear.class);
    Standings standings = standings(RunOn.NOFAILOVER);
    assertThat(standings.after(LATE.minusSeconds(1), watch.look()))
        .isInstanceOf(Standing.Unclear.class);
    assertThat(standings.after(LATE, watch.look())).isInstanceOf(Standing.Fit.class);
  }

  @Test
  void aPrimaryMayHaveLostTheLead() {
    server = Optional.of(picture(Role.PRIMARY, true, Streaming.UNKNOWN));
    watch.look();
    now = now.plus(MEMORY);
    for (RunOn runOn : RunOn.values()) {
      assertThat(standing(runOn)).isInstanceOf(Standing.Unclear.class);
    }
  }

  @Test
  void anAnswerOfTheManagerCountsAtOnce() {
    server = Optional.of(picture(Role.REPLICA, false, Streaming.YES));
    watch.look();
    now = now.plus(MEMORY);
    answer = Optional.of(picture(Role.PRIMARY, true, Streaming.UNKNOWN));
    assertThat(standing(RunOn.REPLICA)).isInstanceOf(Standing.Unfit.class);
  }
}
