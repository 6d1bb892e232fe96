package io.jbackup.scheduler.service;

import static io.jbackup.scheduler.service.ServiceBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.store.JobStoreTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Services that share a job store in PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedStoreIT {
  private PostgresServer server;
  private PostgresServer storeServer;
  private JobStoreSettings.Jdbc store;
  private ServiceBed bed;
  private Path directory;

  @BeforeAll
  void startServers() throws IOException {
    server = PostgresServer.version(18).start();
    storeServer = PostgresServer.version(16).start();
    store =
        new JobStoreSettings.Jdbc(
            storeServer.jdbcUrl("postgres"), storeServer.user(), Optional.empty());
  }

  @AfterAll
  void stopServers() {
    server.close();
    storeServer.close();
  }

  @BeforeEach
  void makeCatalog(@TempDir Path made) throws Exception {
    directory = made;
    bed = new ServiceBed(server, made);
    bed.jobStore = store;
    bed.retention = RetentionPolicy.NONE;
    JobStoreTables.create(store);
    storeServer.sql("truncate jbackup_round", "truncate qrtz_triggers cascade");
  }

  @Test
  void theRoundOfAKilledNodeIsTakenByAnother() throws IOException, InterruptedException {
    Path output = directory.resolve("u5.log");
    String missed = ServiceIT.minutesAgo(3, 2, 1);
    bed.maxRateKbps = 512;
    Process u5 = ServiceProcess.start("u5", bed, store, missed, output);
    RecordingListener log = new RecordingListener();
    bed.maxRateKbps = 0;
    try (Service u6 = bed.service(bed.config("u6", bed.full(missed, Duration.ofHours(1))), log)) {
      await("u5's backup", log, () -> running(BackupStatus.RUNNING));
      u6.start();
      await("u6 to see it", log, () -> log.count("u5 is at it") + log.count("in work:") > 0);
      u5.destroyForcibly().waitFor();
      await("u6's backup", log, () -> log.count("is done: backup") == 1);
    } finally {
      u5.destroyForcibly();
    }
    assertThat(bed.good()).as(Files.readString(output)).hasSize(1);
    assertThat(bed.instance.lastRun("full").orElseThrow().node()).isEqualTo("u6");
  }

  private boolean running(BackupStatus status) {
    return bed.instance.backups().stream().anyMatch(one -> one.control().status() == status);
  }

  @Test
  void eachRoundIsDoneOnceAlsoWhenTheStoreIsRestarted() throws IOException {
    RecordingListener log = new RecordingListener();
    Schedule often = bed.full("0/6 * * * * ?", Duration.ofMinutes(1));
    try (Service one = bed.service(bed.config("u5", often), log);
        Service two = bed.service(bed.config("u6", often), log)) {
      one.start();
      two.start();
      await("two rounds", log, () -> log.count("is done: backup") >= 2);
      storeServer.kill();
      await("trouble", log, () -> log.count("ERROR") > 0);
      storeServer.start();
      long before = log.count("is done: backup");
      await("two more", log, () -> log.count("is done: backup") >= before + 2);
    }
    assertThat(log.done()).as(log.text()).doesNotHaveDuplicates().hasSameSizeAs(bed.good());
  }
}
