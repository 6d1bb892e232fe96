package io.jbackup.scheduler.service;

import static io.jbackup.scheduler.service.ServiceBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// On a catalog in a directory; see [BucketServiceIT].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceIT {
  /// A moment that does not come while a test runs.
  private static final String NEVER = "0 0 0 1 1 ? 2099";

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
    bed = bed(server, directory);
  }

  ServiceBed bed(PostgresServer running, Path directory) {
    return new ServiceBed(running, directory);
  }

  /// Whether the catalog has a file system whose free space can be told.
  boolean hasFileSystem() {
    return true;
  }

  @Test
  void backupsAreTakenWhenTheyAreDueAndRetentionIsApplied() {
    RecordingListener log = new RecordingListener();
    bed.retention = new RetentionPolicy(1, 0, 0, 0, 0, 0, 0);
    Schedule often = bed.full("0/4 * * * * ?", Duration.ZERO);
    try (Service service = bed.service(bed.config("u6", often), log)) {
      service.start();
      await("retention", log, () -> log.count("removed 1 backup") > 1);
    }
    assertThat(bed.good()).isNotEmpty().hasSizeLessThanOrEqualTo(2);
    RunRecord run = bed.instance.lastRun("full").orElseThrow();
    assertThat(run.node()).isEqualTo("u6");
    assertThat(run.due().getEpochSecond() % 4).isZero();
  }

  @Test
  void aRunThatWasMissedIsCaughtUpOnce() {
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(minutesAgo(7, 5, 3), Duration.ofHours(1));
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("the backup", log, () -> log.count("is done: backup") == 1);
    }
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("the second look", log, () -> log.count("done: taken by u6") == 1);
    }
    assertThat(bed.good()).hasSize(1);
  }

  @Test
  void aRunThatWasMissedTooLongAgoIsNotCaughtUp() {
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(minutesAgo(9, 8, 7), Duration.ofMinutes(2));
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("a snapshot", log, () -> scheduleOf(service, "full").isPresent());
    }
    assertThat(bed.good()).isEmpty();
    assertThat(log.count("is open")).isZero();
  }

  @Test
  void twoServicesOnOneCatalogTakeOneBackupPerRound() {
    RecordingListener log = new RecordingListener();
    bed.retention = RetentionPolicy.NONE;
    Schedule often = bed.full("0/5 * * * * ?", Duration.ofMinutes(1));
    try (Service one = bed.service(bed.config("u5", often), log);
        Service two = bed.service(bed.config("u6", often), log)) {
      one.start();
      two.start();
      await("three rounds", log, () -> log.count("is done: backup") >= 3);
    }
    assertThat(log.done()).as(log.text()).doesNotHaveDuplicates().hasSameSizeAs(bed.good());
  }

  @Test
  void aServerThatIsDownIsTriedAgainWhenItIsBack() throws IOException {
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(minutesAgo(3, 2, 1), Duration.ofHours(1));
    server.stop(StopMode.FAST);
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("a failure", log, () -> log.count("failed:") >= 1);
      server.start();
      await("the backup", log, () -> log.count("is done: backup") == 1);
    }
    assertThat(bed.good()).hasSize(1);
  }

  @Test
  void threeFailuresAreGivenUpAndShown() throws IOException {
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(minutesAgo(3, 2, 1), Duration.ofHours(1));
    server.stop(StopMode.FAST);
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("the end of it", log, () -> log.count("is given up: failed 3 times") == 1);
      await(
          "the alarms",
          log,
          () ->
              status(service).alarms().stream()
                  .map(InstanceStatus.Alarm::name)
                  .toList()
                  .containsAll(List.of("backup-age", "schedule-full")));
    } finally {
      server.start();
    }
    assertThat(bed.instance.lastRun("full").orElseThrow().result())
        .isEqualTo(RunRecord.Result.FAILED);
  }

  @Test
  void stoppingCancelsTheBackupAndLeavesNoLock() {
    RecordingListener log = new RecordingListener();
    bed.maxRateKbps = 1024;
    Schedule missed = bed.full(minutesAgo(3, 2, 1), Duration.ofHours(1));
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await(
          "bytes",
          log,
          () -> status(service).running().stream().anyMatch(one -> one.doneBytes() > 1_000_000));
      assertThat(service.stop()).isTrue();
    }
    assertThat(log.count("was ended with the service")).isOne();
    assertThat(bed.instance.backups())
        .singleElement()
        .extracting(backup -> backup.control().status())
        .isEqualTo(BackupStatus.ERROR);
    assertThat(
            bed.instance
                .locks(LockRequest.withoutWaiting("test"))
                .owners(LockTarget.scheduled("full")))
        .isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsSettledAtTheStartAndBeforeABackup() {
    StoredBackup first = running("2026-01-01T00:00:00Z");
    RecordingListener log = new RecordingListener();
    bed.retention = RetentionPolicy.NONE;
    try (Service service = bed.service(bed.config("u6", bed.full(NEVER, Duration.ZERO)), log)) {
      service.start();
      await("the settlement", log, () -> bed.status(first) == BackupStatus.ERROR);
      StoredBackup second = running("2026-01-02T00:00:00Z");
      service.reload(bed.config("u6", bed.full(minutesAgo(3, 2, 1), Duration.ofHours(1))));
      await("the backup", log, () -> log.count("is done: backup") == 1);
      assertThat(bed.status(second)).isEqualTo(BackupStatus.ERROR);
    }
  }

  /// A backup whose process has died.
  private StoredBackup running(String time) {
    Instant start = Instant.parse(time);
    return bed.instance.create(
        start,
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, "FULL")
            .with(ControlField.STREAM, "true")
            .with(BackupStatus.RUNNING));
  }

  @Test
  void aValidationIsDoneOnceAndFoundInTheStatus() {
    RecordingListener log = new RecordingListener();
    Schedule missed = bed.full(minutesAgo(3, 2, 1), Duration.ofHours(1));
    try (Service service = bed.service(bed.config("u6", missed), log)) {
      service.start();
      await("the backup", log, () -> log.count("is done: backup") == 1);
      assertThat(service.reload(bed.config("u6", ServiceBed.validate("0/3 * * * * ?"))))
          .containsExactly(
              "instance main: schedule full is gone", "instance main: schedule validate is new");
      await("a validation", log, () -> log.count("1 backups validated, nothing is damaged") >= 1);
      await(
          "its result",
          log,
          () ->
              scheduleOf(service, "validate")
                  .filter(one -> one.lastResult().startsWith("ok: 1 backups"))
                  .isPresent());
      assertThat(status(service).backups()).hasSize(1);
      assertThat(status(service).window()).isPresent();
      assertThat(status(service).freePercent().isPresent()).isEqualTo(hasFileSystem());
    }
  }

  @Test
  void reloadingTheSameSaysThatNothingChanged() {
    RecordingListener log = new RecordingListener();
    Schedule never = bed.full(NEVER, Duration.ZERO);
    try (Service service = bed.service(bed.config("u6", never), log)) {
      service.start();
      assertThat(service.reload(bed.config("u6", never))).isEmpty();
      service.report(List.of("the file is not to be read"));
      assertThat(service.current().problems()).containsExactly("the file is not to be read");
    }
  }

  private static InstanceStatus status(Service service) {
    return service.current().instances().getFirst();
  }

  private static java.util.Optional<ScheduleStatus> scheduleOf(Service service, String name) {
    return status(service).schedules().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /// Each day at these three moments, so many minutes before now.
  static String minutesAgo(int... minutes) {
    StringBuilder cron = new StringBuilder();
    ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
    for (int ago : minutes) {
      cron.append(cron.isEmpty() ? "" : ",").append(now.minusMinutes(ago).getMinute());
    }
    return "0 " + cron + " * * * ?";
  }
}
