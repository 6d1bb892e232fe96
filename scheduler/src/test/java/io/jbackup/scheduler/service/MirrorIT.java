package io.jbackup.scheduler.service;

import static io.jbackup.scheduler.service.ServiceBed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.TestKeys;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.restore.RestoreBackup;
import io.jbackup.core.restore.RestoreRequest;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.web.metrics.MetricsText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A directory that is mirrored to a bucket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MirrorIT {
  private static final String DOWN =
      "<Error><Code>ServiceUnavailable</Code><Message>down</Message></Error>";
  private static final Duration OFTEN = Duration.ofMillis(500);

  private final TestBucket bucket = TestBucket.create();
  private PostgresServer server;
  private FaultProxy proxy;
  private ServiceBed bed;
  private Path directory;
  private CatalogLocation place;
  private int made;

  @BeforeAll
  void startServer() throws Exception {
    server = PostgresServer.version(17).archiveCommand("false").start();
    server.sql("create table orders as select g, md5(g::text) t from generate_series(1, 5000) g");
    proxy = FaultProxy.before(bucket.server());
  }

  @AfterAll
  void stopServer() {
    server.close();
    proxy.close();
  }

  @BeforeEach
  void makeCatalogs(@TempDir Path temp) throws Exception {
    directory = temp;
    bed = new ServiceBed(server, temp);
    server.share(temp);
    String wal = bed.catalog.resolve("wal").resolve(BackupFixture.INSTANCE).toString();
    server.set("archive_command", "test ! -f " + wal + "/%f && cp %p " + wal + "/%f");
    Path settings = bucket.settings(temp, proxy.endpoint(), "timeout = 2s");
    place = CatalogLocation.parse("s3://" + bucket.name() + "/m" + made++, Optional.of(settings));
    Catalog.init(place).close();
    proxy.faults(_ -> new FaultProxy.Fault.None());
    bed.retention = RetentionPolicy.NONE;
  }

  private MirrorSettings mirror(Optional<RetentionPolicy> retention, boolean deleteWal) {
    return new MirrorSettings(place, retention, deleteWal, OFTEN, 2, Optional.empty());
  }

  @Test
  void keysOfTheMirrorAreItsOwn() throws Exception {
    KeySettings keys = TestKeys.keyFile(new TestKeys(directory).keyFile("mirror.key"));
    bed.mirror =
        Optional.of(
            new MirrorSettings(place, Optional.empty(), false, OFTEN, 2, Optional.of(keys)));
    RecordingListener log = new RecordingListener();
    try (Service service = bed.service(bed.config("u6", once()), log)) {
      service.start();
      await("the backup", log, () -> log.count("is done: backup") == 1);
      String segment = server.switchWal();
      server.awaitArchived(segment);
      await("the mirror", log, () -> isCopied(keys, segment));
    }
    try (Catalog mirror = Catalog.open(place, true)) {
      assertThatThrownBy(() -> mirror.instance(BackupFixture.INSTANCE))
          .hasMessage("instance 'main' is encrypted, and no key was given");
    }
  }

  private boolean isCopied(KeySettings keys, String segment) {
    try (Catalog mirror = Catalog.open(place, true, keys)) {
      if (!mirror.instances().contains(BackupFixture.INSTANCE)) {
        return false;
      }
      Instance copy = mirror.instance(BackupFixture.INSTANCE);
      return copy.archive().find(segment).isPresent()
          && copy.backups().stream()
              .anyMatch(backup -> backup.control().status() == BackupStatus.OK);
    }
  }

  @Test
  void backupsAndWalArriveAndTheMirrorAloneRestoresThem() throws Exception {
    bed.mirror = Optional.of(mirror(Optional.empty(), false));
    RecordingListener log = new RecordingListener();
    try (Service service = bed.service(bed.config("u6", once()), log)) {
      service.start();
      await("the backup", log, () -> log.count("is done: backup") == 1);
      server.sql("insert into orders select g, 'later' from generate_series(5001, 5100) g");
      String segment = server.switchWal();
      server.awaitArchived(segment);
      awaitComplete(service, log, segment);
      assertThat(MetricsText.of(service.current()))
          .contains(
              "jbackup_mirror_missing_backups{pg_instance=\"main\"} 0\n",
              "jbackup_mirror_missing_wal_files{pg_instance=\"main\"} 0\n",
              "jbackup_mirror_lag_seconds{pg_instance=\"main\"} 0\n",
              "jbackup_mirror_last_success_time_seconds{pg_instance=\"main\"} ")
          .contains("jbackup_mirror_complete_age_seconds{pg_instance=\"main\"} ");
    }
    Path data = restore();
    try (PostgresServer copy =
        PostgresServer.onDirectory(17, data).setting("archive_mode", "off").start()) {
      copy.await("select not pg_is_in_recovery()");
      String sum = "select count(*) || ' ' || sum(hashtext(o::text)) from orders o";
      assertThat(copy.query(sum)).isEqualTo(server.query(sum)).startsWith("5100 ");
    }
  }

  @Test
  void aMirrorThatIsDownIsAnAlarmAndLosesNothing() throws Exception {
    bed.mirror = Optional.of(mirror(Optional.empty(), false));
    RecordingListener log = new RecordingListener();
    Schedule never = bed.full("0 0 0 1 1 ? 2099", Duration.ZERO);
    try (Service service = bed.service(bed.config("u6", never), log)) {
      service.start();
      await("a first look", log, () -> mirror(service).lastComplete().isPresent());

      proxy.faults(_ -> new FaultProxy.Fault.Answer(503, DOWN));
      service.reload(bed.config("u6", once()));
      await("the backup", log, () -> log.count("is done: backup") == 1);
      String segment = server.switchWal();
      server.awaitArchived(segment);
      await("the alarm", log, () -> alarms(service).contains("mirror"));
      await(
          "the lag",
          log,
          () ->
              mirror(service).missingBackups().orElse(0) == 1
                  && mirror(service).missingWal().orElse(0) >= 1
                  && mirror(service).lag(Instant.now()).orElseThrow().toMillis() > 0);
      assertThat(alarms(service)).containsExactly("mirror");

      proxy.faults(_ -> new FaultProxy.Fault.None());
      awaitComplete(service, log, segment);
      await("the end of the alarm", log, () -> alarms(service).isEmpty());
      assertThat(mirror(service).lag(Instant.now())).contains(Duration.ZERO);
      assertThat(log.count("works again after")).isPositive();
    }
    assertThat(mirrored()).isEqualTo(bed.good().stream().map(StoredBackup::id).toList());
  }

  @Test
  void theMirrorKeepsWhatItsOwnRetentionSays() throws Exception {
    RecordingLog notes = new RecordingLog();
    BackupId first = backup(notes);
    server.awaitArchived(server.switchWal());
    BackupId second = backup(notes);
    server.awaitArchived(server.switchWal());
    bed.mirror = Optional.of(mirror(Optional.of(new RetentionPolicy(1, 0, 0, 0, 0, 0, 0)), true));
    RecordingListener log = new RecordingListener();
    Schedule never = bed.full("0 0 0 1 1 ? 2099", Duration.ZERO);
    try (Service service = bed.service(bed.config("u6", never), log)) {
      service.start();
      await("the newest backup", log, () -> mirrored().equals(List.of(second)));
      assertThat(log.count(first.text())).isZero();

      BackupId third = backup(notes);
      await("the next one only", log, () -> mirrored().equals(List.of(third)));
      String segment = server.switchWal();
      server.awaitArchived(segment);
      awaitComplete(service, log, segment);
      assertThat(mirrored()).containsExactly(third);
      assertThat(mirror(service).trouble()).isEmpty();
    }
    assertThat(bed.good()).hasSize(3);
    assertThat(mirroredWal()).isNotEmpty().hasSizeLessThan(wal(bed.instance).size());
  }

  @Test
  void whatIsDamagedIsAnAlarmAndKeepsNothingElseFromTheMirror() throws Exception {
    RecordingLog notes = new RecordingLog();
    StoredBackup first = bed.instance.backup(backup(notes)).orElseThrow();
    BackupId second = backup(notes);
    Path manifest = bed.catalog.resolve(first.key(StoredBackup.MANIFEST).path());
    byte[] whole = Files.readAllBytes(manifest);
    Files.write(manifest, Arrays.copyOf(whole, whole.length - 10));
    Path bad = bed.catalog.resolve("wal/main/0000000100000000000000F0");
    Files.write(bad, new byte[100]);
    String segment = server.switchWal();
    server.awaitArchived(segment);
    bed.mirror = Optional.of(mirror(Optional.of(new RetentionPolicy(2, 0, 0, 0, 0, 0, 0)), false));
    RecordingListener log = new RecordingListener();
    Schedule never = bed.full("0 0 0 1 1 ? 2099", Duration.ZERO);
    try (Service service = bed.service(bed.config("u6", never), log)) {
      service.start();
      await("the good one", log, () -> mirrored().equals(List.of(second)));
      await("the good WAL", log, () -> mirroredWal().contains(segment));
      await("the alarm", log, () -> alarms(service).contains("mirror"));
      await("the bad backup", log, () -> mirror(service).missingBackups().orElse(0) == 1);
      await("the bad WAL", log, () -> mirror(service).missingWal().orElse(0) == 1);

      BackupId third = backup(notes);
      BackupId fourth = backup(notes);
      await("retention", log, () -> mirrored().equals(List.of(fourth, third)));
      Files.delete(bad);
      await("the end of the alarm", log, () -> alarms(service).isEmpty());
    }
  }

  @Test
  void twoNodesCopyABackupOnceAndBothSeeThatItIsThere() throws Exception {
    backup(new RecordingLog());
    String segment = server.switchWal();
    server.awaitArchived(segment);
    bed.mirror = Optional.of(mirror(Optional.empty(), false));
    RecordingListener log = new RecordingListener();
    Schedule never = bed.full("0 0 0 1 1 ? 2099", Duration.ZERO);
    try (Service one = bed.service(bed.config("u5", never), log);
        Service two = bed.service(bed.config("u6", never), log)) {
      one.start();
      two.start();
      awaitComplete(one, log, segment);
      awaitComplete(two, log, segment);
    }
    assertThat(log.count(" is copied: ")).as(log.text()).isOne();
    assertThat(mirrored()).hasSize(1);
  }

  private BackupId backup(RecordingLog notes) {
    return BackupFixture.backup(bed.instance, server, notes)
        .run(BackupFixture.streaming())
        .backup()
        .id();
  }

  /// Due some minutes ago, and caught up.
  private Schedule once() {
    return bed.full(ServiceIT.minutesAgo(7, 5, 3), Duration.ofHours(1));
  }

  private static MirrorStatus mirror(Service service) {
    return service.current().instances().getFirst().mirror().orElseThrow();
  }

  private static List<String> alarms(Service service) {
    return service.current().instances().getFirst().alarms().stream()
        .map(Alarm::name)
        .filter(name -> name.startsWith("mirror"))
        .toList();
  }

  /// Waits until the mirror lacks nothing, and has this segment.
  private void awaitComplete(Service service, RecordingListener log, String segment) {
    await(
        "a mirror that is complete with " + segment,
        log,
        () ->
            mirror(service).missingBackups().orElse(1) == 0
                && mirror(service).missingWal().orElse(1) == 0
                && mirroredWal().contains(segment));
  }

  private List<String> mirroredWal() {
    try (Catalog catalog = Catalog.open(place, true)) {
      return wal(catalog.instance(BackupFixture.INSTANCE));
    }
  }

  private static List<String> wal(Instance instance) {
    return instance.archive().list().stream().map(ArchivedFile::name).toList();
  }

  /// The good ones, newest first.
  private List<BackupId> mirrored() {
    try (Catalog catalog = Catalog.open(place, true)) {
      return catalog.instances().isEmpty()
          ? List.of()
          : catalog.instance(BackupFixture.INSTANCE).backups().stream()
              .filter(backup -> backup.control().status().isRestorable())
              .map(StoredBackup::id)
              .toList();
    }
  }

  /// Restores from nothing but the mirror, up to the end of its archive.
  private Path restore() throws IOException {
    try (Catalog catalog = Catalog.open(place, true)) {
      return restore(catalog.instance(BackupFixture.INSTANCE));
    }
  }

  private Path restore(Instance mirror) throws IOException {
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    for (ArchivedFile file : mirror.archive().list()) {
      try (InputStream content = mirror.archive().open(file)) {
        Files.copy(content, fetched.resolve(file.name()));
      }
    }
    Path data = directory.resolve("restored");
    new RestoreBackup(
            mirror,
            mirror.locks(LockRequest.withoutWaiting("restore")),
            new RecordingLog(),
            Progress.NONE,
            Clock.systemUTC())
        .run(
            RestoreRequest.builder(data, Path.of("/bin/false"))
                .restoreCommand("cp " + fetched + "/%f %p")
                .build());
    server.share(directory);
    return data;
  }
}
