package io.jbackup.scheduler.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.core.format.PgControl;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.Work;
import io.jbackup.scheduler.election.Election;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.readers.ClusterReaders;
import io.jbackup.scheduler.round.RoundPolicy;
import io.jbackup.scheduler.service.RecordingListener;
import io.jbackup.scheduler.service.Service;
import io.jbackup.scheduler.service.ServiceSetup;
import io.jbackup.scheduler.service.Timing;
import io.jbackup.scheduler.testing.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A service for each node of a lab, wired as `jbackup service run` does it, on one catalog.
final class ThreeServices implements AutoCloseable {
  private static final String MAIN = "main";
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final RoundPolicy IMPATIENT =
      new RoundPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(5));
  private static final DateTimeFormatter CRON =
      DateTimeFormatter.ofPattern("s m H d M").withZone(ZoneOffset.UTC);

  private final Scene scene;
  private final Path catalog;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, RecordingListener> logs = new LinkedHashMap<>();
  private String cron = "";
  private Duration catchUp = Duration.ofSeconds(1);
  private int maxRateKbps;
  private Duration memory = Duration.ofSeconds(60);
  private Optional<Fallback> fallback = Optional.empty();

  ThreeServices(Scene scene, Path catalog) {
    this.scene = scene;
    this.catalog = catalog;
    PgControl control = PgControl.read(scene.dataDirectory());
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, control.systemIdText())
            .with(ConfigKey.SERVER_VERSION, "" + control.majorVersion())
            .with(ConfigKey.XLOG_SEG_SIZE, "" + control.segmentSize().bytes());
    try (Catalog made = Catalog.init(catalog)) {
      made.addInstance(MAIN, config);
    }
  }

  ThreeServices every(int seconds) {
    cron = "0/" + seconds + " * * * * ?";
    return this;
  }

  /// One round, which was due a moment ago.
  ThreeServices once() {
    cron = CRON.format(Instant.now().minusSeconds(2)) + " ?";
    catchUp = Duration.ofMinutes(5);
    return this;
  }

  /// So slow that there is time for something to happen.
  ThreeServices slowly() {
    maxRateKbps = 3 * 1024;
    return this;
  }

  /// So slow that it does not end while a failover takes its time.
  ThreeServices verySlowly() {
    maxRateKbps = 256;
    return this;
  }

  /// What begins from now on has no limit: all services read their file again.
  void quickly() {
    maxRateKbps = 0;
    services.forEach((node, service) -> service.reload(config(node)));
  }

  /// For so long the last picture of the cluster counts.
  ThreeServices remembering(Duration length) {
    memory = length;
    return this;
  }

  ThreeServices orAnyReplicaAfter(Duration late) {
    fallback = Optional.of(new Fallback(late, RunOn.REPLICA));
    return this;
  }

  ThreeServices start() {
    scene.names().forEach(this::start);
    return this;
  }

  void start(String node) {
    RecordingListener log = logs.computeIfAbsent(node, _ -> new RecordingListener());
    Site site =
        new Site(
            CatalogLocation.of(catalog),
            Path.of("/bin/false"),
            node,
            "0.1.0",
            scene.environment(node),
            Path.of("/nonexistent"),
            "postgres",
            Optional.empty(),
            Clock.systemUTC());
    ServiceSetup setup =
        new ServiceSetup(
            site,
            timing(),
            IMPATIENT,
            instance -> ClusterReaders.of(instance, site),
            new Election(),
            log);
    Service service = new Service(config(node), setup);
    services.put(node, service);
    service.start();
  }

  private Timing timing() {
    return new Timing(
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        memory,
        Duration.ofSeconds(30));
  }

  private ServiceConfig config(String node) {
    InstanceConfiguration main =
        new InstanceConfiguration(
            MAIN,
            Optional.empty(),
            scene.connection(node),
            scene.source(node),
            RunOn.NOFAILOVER,
            fallback,
            List.of(
                new Schedule(
                    "full",
                    new Work.Backup(BackupMode.FULL, Optional.empty(), 1, maxRateKbps),
                    cron,
                    ZoneOffset.UTC,
                    catchUp)),
            RetentionPolicy.NONE,
            false,
            new AlarmLimits(
                Duration.ofHours(26), Duration.ofMinutes(15), 64, 0, Duration.ofHours(6)),
            Optional.empty(),
            Optional.empty());
    return new ServiceConfig(
        CatalogLocation.of(catalog),
        node,
        List.of(main),
        Optional.empty(),
        List.of(),
        new JobStoreSettings.Memory());
  }

  void stop(String node) {
    Optional.ofNullable(services.remove(node)).ifPresent(Service::close);
  }

  /// The good backups in the catalog.
  List<StoredBackup> good() {
    return backups(BackupStatus.OK);
  }

  List<StoredBackup> backups(BackupStatus status) {
    try (Catalog opened = Catalog.open(catalog, true)) {
      Instance instance = opened.instance(MAIN);
      return instance.backups().stream()
          .filter(backup -> backup.control().status() == status)
          .toList();
    }
  }

  /// The rounds that a node did, in its own words, one line for each.
  List<String> doneOn(String node) {
    RecordingListener log = logs.get(node);
    return log == null ? List.of() : log.done();
  }

  /// The rounds that were done, on whichever node.
  List<String> done() {
    return logs.values().stream().flatMap(log -> log.done().stream()).toList();
  }

  /// One backup for each round that was done, none twice, all of them by one node.
  void assertOnceEachOn(String node) {
    assertThat(done()).as(text()).doesNotHaveDuplicates();
    assertThat(doneOn(node)).as(text()).isEqualTo(done());
    assertThat(good()).as(text()).hasSameSizeAs(done());
  }

  long begunOn(String node) {
    RecordingListener log = logs.get(node);
    return log == null ? 0 : log.count("begins here");
  }

  void awaitBackupInTheMiddleOn(String node) {
    await("a backup on " + node, () -> said(node, "Backup start"));
  }

  boolean said(String node, String part) {
    RecordingListener log = logs.get(node);
    return log != null && log.count(part) > 0;
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(DEADLINE, what, this::text, condition);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    logs.forEach((node, log) ->
        text.append("== ").append(node).append('\n').append(log.text()).append('\n'));
    return text.toString();
  }

  void stopAll() {
    List.copyOf(services.keySet()).forEach(this::stop);
  }

  @Override
  public void close() {
    stopAll();
  }
}
