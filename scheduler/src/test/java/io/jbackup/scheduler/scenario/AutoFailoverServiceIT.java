package io.jbackup.scheduler.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.scheduler.testing.AutoFailoverLab;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Three services on a formation of pg_auto_failover's, of which c has candidate priority 0.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AutoFailoverServiceIT {
  private AutoFailoverLab lab;
  @TempDir private Path directory;

  @BeforeAll
  void startFormation() throws IOException, SQLException {
    lab = AutoFailoverLab.start();
    lab.sql(
        "monitor",
        "alter system set pgautofailover.node_considered_unhealthy_timeout = '8s'",
        "alter system set pgautofailover.primary_demote_timeout = '5s'",
        "select pg_reload_conf()");
  }

  @AfterAll
  void stopFormation() {
    lab.close();
  }

  @BeforeEach
  void awaitCalm() {
    lab.awaitCalm();
  }

  private ThreeServices services(String name) {
    return new ThreeServices(new Scene.OfAutoFailover(lab), directory.resolve(name));
  }

  @Test
  void roundsAreTakenOnceEachByTheNodeWithPriorityZero() {
    try (ThreeServices services = services("rounds").every(3).start()) {
      services.await("four rounds", () -> services.doneOn("c").size() >= 4);
      services.stopAll();

      services.assertOnceEachOn("c");
      assertThat(services.begunOn("a") + services.begunOn("b")).isZero();
    }
  }

  @Test
  void aBackupThatAFailoverCutsIsTakenAnewWhenTheFormationIsCalm() throws Exception {
    String killed = lab.primary();
    try (ThreeServices services = services("failover").once().verySlowly().start()) {
      services.awaitBackupInTheMiddleOn("c");
      lab.kill9(killed);
      services.await("the end of it", () -> !services.backups(BackupStatus.ERROR).isEmpty());
      assertThat(services.done()).as("too early: " + services.text()).isEmpty();

      services.quickly();
      services.await("the round", () -> !services.done().isEmpty());
      services.stopAll();

      services.assertOnceEachOn("c");
      assertThat(services.good()).hasSize(1);
      assertThat(services.said("c", "tries again at")).as(services.text()).isTrue();
    } finally {
      lab.start(killed);
    }
  }

  @Test
  void withoutMonitorTheLastPictureCountsForItsTimeAndThenAllWaitForTheMonitor() throws Exception {
    try (ThreeServices services =
        services("monitor").every(3).remembering(Duration.ofSeconds(10)).start()) {
      services.await("a round", () -> !services.done().isEmpty());
      lab.stopMonitor();
      services.await(
          "a backup by the last picture",
          () -> services.said("c", "begins here: c is a replica that is kept out of failover (as"));
      services.await(
          "the end of the picture's time",
          () -> services.said("c", "waits: the cluster is unknown: the monitor does not answer"));
      int before = services.done().size();
      lab.startMonitor();
      services.await("a round after that", () -> services.done().size() > before);
      services.stopAll();

      services.assertOnceEachOn("c");
      assertThat(services.begunOn("a") + services.begunOn("b")).isZero();
    }
  }
}
