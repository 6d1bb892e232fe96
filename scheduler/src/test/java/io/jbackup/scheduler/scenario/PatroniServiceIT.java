package io.jbackup.scheduler.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.testing.PatroniLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Three services on a cluster of Patroni's, of which u6 is kept out of failover and backs up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PatroniServiceIT {
  private PatroniLab lab;
  @TempDir private Path directory;

  @BeforeAll
  void startCluster() throws IOException {
    lab = PatroniLab.lab().start();
  }

  @AfterAll
  void stopCluster() {
    lab.close();
  }

  @BeforeEach
  void awaitCalm() {
    lab.awaitCalm();
  }

  private ThreeServices services(String name) {
    return new ThreeServices(new Scene.OfPatroni(lab), directory.resolve(name));
  }

  @Test
  void tenRoundsAreTakenOnceEachByTheNodeThatIsKeptOutOfFailover() {
    try (ThreeServices services = services("ten").every(4).start()) {
      services.await("ten rounds", () -> services.doneOn("u6").size() >= 10);
      services.stopAll();

      services.assertOnceEachOn("u6");
      assertThat(services.begunOn("u4") + services.begunOn("u5")).isZero();
    }
  }

  @Test
  void aSwitchoverInTheMiddleOfABackupLeavesOneGoodBackup() throws Exception {
    try (ThreeServices services = services("switchover").once().slowly().start()) {
      services.awaitBackupInTheMiddleOn("u6");
      lab.switchoverAtOnce();
      assertThat(services.done()).as("too early: " + services.text()).isEmpty();

      services.await("the round", () -> !services.done().isEmpty());
      lab.awaitCalm();
      services.stopAll();

      services.assertOnceEachOn("u6");
      assertThat(services.good()).hasSize(1);
    }
  }

  @Test
  void aLeaderThatIsKilledInTheMiddleOfABackupLeavesOneGoodBackup() throws Exception {
    String killed = lab.leader();
    try (ThreeServices services = services("killed").once().slowly().start()) {
      services.awaitBackupInTheMiddleOn("u6");
      lab.kill9(killed);
      assertThat(services.done()).as("too early: " + services.text()).isEmpty();

      lab.awaitCalm();
      services.await("the round", () -> !services.done().isEmpty());
      services.stopAll();

      services.assertOnceEachOn("u6");
      assertThat(services.good()).hasSize(1);
    } finally {
      lab.start(killed);
    }
  }

  @Test
  void anotherReplicaStandsInForADeadNodeUntilItIsBack() throws Exception {
    String leader = lab.leader();
    String standIn = leader.equals("u4") ? "u5" : "u4";
    try (ThreeServices services =
        services("fallback").every(12).orAnyReplicaAfter(Duration.ofSeconds(3))) {
      lab.kill9("u6");
      services.start("u4");
      services.start("u5");
      services.await(standIn, () -> !services.doneOn(standIn).isEmpty());
      assertThat(services.said(standIn, "begins here: nobody has done it for 3s")).isTrue();

      lab.start("u6");
      lab.awaitCalm();
      services.start("u6");
      services.await("u6", () -> !services.doneOn("u6").isEmpty());
      services.stopAll();

      assertThat(services.begunOn(leader)).as(services.text()).isZero();
      assertThat(services.done()).as(services.text()).doesNotHaveDuplicates();
      assertThat(services.good()).as(services.text()).hasSameSizeAs(services.done());
    }
  }

  @Test
  void withoutEtcdTheRoundIsStillDoneAndOnlyOnce() throws Exception {
    lab.stopEtcd();
    try (ThreeServices services = services("etcd").once().start()) {
      services.await("the round", () -> !services.done().isEmpty());
      lab.startEtcd();
      lab.awaitCalm();
      services.stopAll();

      services.assertOnceEachOn("u6");
      assertThat(services.good()).hasSize(1);
    }
  }
}
