package io.jbackup.scheduler.scenario;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.core.format.PgControl;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.config.ClusterSource;
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
import io.jbackup.scheduler.testing.PatroniLab;
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
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));
  private static final RoundPolicy IMPATIENT =
      new RoundPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(5));
  private static final DateTimeFormatter CRON =
      DateTimeFormatter.ofPattern("s m H d M").withZone(ZoneOffset.UTC);

  private final PatroniLab lab;
  private final Path catalog;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, RecordingListener> logs = new LinkedHashMap<>();
  private String cron = "";
  private Duration catchUp = Duration.ofSeconds(1);
  private int maxRateKbps;
  private Optional<Fallback> fallback = Optional.empty();

  ThreeServices(PatroniLab lab, Path catalog) {
    this.lab = lab;
    this.catalog = catalog;
    PgControl control = PgControl.read(lab.dataDirectory(lab.leader()));
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

  ThreeServices orAnyReplicaAfter(Duration late) {
    fallback = Optional.of(new Fallback(late, RunOn.REPLICA));
    return this;
  }

  ThreeServices start() {
    lab.names().forEach(this::start);
    return this;
  }

  void start(String node) {
    RecordingListener log = logs.computeIfAbsent(node, _ -> new RecordingListener());
    Site site =
        new Site(
            catalog,
            Path.of("/bin/false"),
            node,
            "0.1.0",
            Map.of(),
            Path.of("/nonexistent"),
            "postgres",
            Clock.systemUTC());
    ServiceSetup setup =
        new ServiceSetup(
            site,
            QUICK,
            IMPATIENT,
            instance -> ClusterReaders.of(instance, site),
            new Election(),
            log);
    Service service = new Service(config(node), setup);
    services.put(node, service);
    service.start();
  }

  private ServiceConfig config(String node) {
    InstanceConfiguration main =
        new InstanceConfiguration(
            MAIN,
            Optional.empty(),
            "host=127.0.0.1 port=" + lab.port(node) + " user=postgres dbname=postgres",
            new ClusterSource.Patroni(
                lab.rest(node), Optional.empty(), Optional.empty(), Optional.empty()),
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
            new AlarmLimits(Duration.ofHours(26), Duration.ofMinutes(15), 64, 0));
    return new ServiceConfig(
        catalog, node, List.of(main), Optional.empty(), List.of(), new JobStoreSettings.Memory());
  }

  void stop(String node) {
    Optional.ofNullable(services.remove(node)).ifPresent(Service::close);
  }

  /// The good backups in the catalog.
  List<StoredBackup> good() {
    try (Catalog opened = Catalog.open(catalog, true)) {
      Instance instance = opened.instance(MAIN);
      return instance.backups().stream()
          .filter(backup -> backup.control().status() == BackupStatus.OK)
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
