package io.jbackup.scheduler.service;

import static io.jbackup.scheduler.service.ServiceBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Member.Role;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.round.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Three services with one configuration on one catalog. The server and its backups are real; what
/// the nodes see of their cluster is made up, so that it changes exactly when the test wants.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ThreeNodesIT {
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private PostgresServer server;
  private ServiceBed bed;

  @BeforeAll
  void startServer() throws IOException {
    server = PostgresServer.version(17).start();
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCatalog(@TempDir Path directory) {
    bed = new ServiceBed(server, directory);
    bed.retention = RetentionPolicy.NONE;
    bed.runOn = RunOn.NOFAILOVER;
    bed.judge = ThreeNodesIT::judge;
    bed.cluster = this::look;
    roles.put("u4", Role.PRIMARY);
    roles.put("u5", Role.REPLICA);
    roles.put("u6", Role.REPLICA);
  }

  /// Each node judges itself; u6 is kept out of failover.
  private static Standing judge(Sight sight, RunOn runOn) {
    if (!(sight instanceof Sight.Seen(ClusterPicture picture))) {
      return new Standing.Unclear("nobody answers");
    }
    Member self = picture.self();
    boolean fit = self.role() == Role.REPLICA && (runOn != RunOn.NOFAILOVER || !self.promotable());
    String words = self.name() + " is " + self.role();
    return fit ? new Standing.Fit(words) : new Standing.Unfit(words);
  }

  private Sight look(String node) {
    Member self =
        new Member(
            node,
            roles.getOrDefault(node, Role.UNFIT),
            !node.equals("u6"),
            Member.Streaming.YES,
            OptionalInt.of(1),
            "running");
    return new Sight.Seen(
        new ClusterPicture(
            Instant.now(), self, List.of(), true, false, true, OptionalLong.of(1), List.of()));
  }

  @Test
  void eachRoundIsTakenOnceByTheNodeThatIsKeptOutOfFailover() {
    RecordingListener others = new RecordingListener();
    RecordingListener log = new RecordingListener();
    Schedule often = bed.full("0/4 * * * * ?", Duration.ofMinutes(1));
    try (Service u4 = bed.service(bed.config("u4", often), others);
        Service u5 = bed.service(bed.config("u5", often), others);
        Service u6 = bed.service(bed.config("u6", often), log)) {
      u4.start();
      u5.start();
      u6.start();
      await("ten rounds", log, () -> log.count("is done: backup") >= 10);
    }
    assertThat(others.count("begins here")).as(others.text()).isZero();
    assertThat(log.done()).as(log.text()).doesNotHaveDuplicates().hasSameSizeAs(bed.good());
  }

  @Test
  void anotherReplicaStandsInWhenTheNodeIsDownForLongAndStopsWhenItIsBack() {
    roles.put("u6", Role.UNFIT);
    bed.fallback = Optional.of(new Fallback(Duration.ofSeconds(3), RunOn.REPLICA));
    RecordingListener log = new RecordingListener();
    Schedule often = bed.full("0/15 * * * * ?", Duration.ofSeconds(5));
    try (Service u4 = bed.service(bed.config("u4", often), log);
        Service u5 = bed.service(bed.config("u5", often), log);
        Service u6 = bed.service(bed.config("u6", often), log)) {
      u4.start();
      u5.start();
      u6.start();
      await("u5", log, () -> taker().equals("u5"));
      assertThat(log.count("begins here: nobody has done it for 3s, and u5 is REPLICA")).isOne();
      roles.put("u6", Role.REPLICA);
      await("u6", log, () -> taker().equals("u6"));
    }
    assertThat(log.count("u4 is PRIMARY; others may do it from")).isPositive();
  }

  private String taker() {
    return bed.instance.lastRun("full").map(run -> run.node()).orElse("nobody");
  }

  @Test
  void aVerifiedBackupCountsButRetentionIsLeftWhenTheRoleChangedMeanwhile() {
    bed.retention = new RetentionPolicy(1, 0, 0, 0, 0, 0, 0);
    bed.maxRateKbps = 16 * 1024;
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(ServiceIT.minutesAgo(3, 2, 1), Duration.ofHours(1));
    try (Service u6 = bed.service(bed.config("u6", missed), log)) {
      u6.start();
      await("the start", log, () -> log.count("Backup start") == 1);
      roles.put("u6", Role.PRIMARY);
      await("the end", log, () -> log.count("is done: backup") == 1);
    }
    assertThat(log.count("Retention is left to the next backup: its role changed")).isOne();
    assertThat(bed.good()).hasSize(1);
  }
}
