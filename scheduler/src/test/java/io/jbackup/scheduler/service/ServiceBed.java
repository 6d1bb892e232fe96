package io.jbackup.scheduler.service;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.config.ClusterSource;
import io.jbackup.scheduler.config.Fallback;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.config.RunOn;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.Work;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.RoundPolicy;
import io.jbackup.scheduler.round.Standing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// A catalog with the instance of one plain server, and services for it.
final class ServiceBed {
  static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));
  private static final RoundPolicy IMPATIENT =
      new RoundPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(1));

  /// Everybody whose server answers may do it: the lock decides.
  static final Judge ANYBODY =
      (sight, _) ->
          switch (sight) {
            case Sight.Seen(ClusterPicture picture) ->
                new Standing.Fit(picture.self().name() + " is as good as any");
            case Sight.Unknown(_, String why) -> new Standing.Unclear(why);
          };

  private static final Path NOWHERE = Path.of("/nonexistent");

  final Path pgdata;
  final Path catalog;
  private final CatalogLocation location;
  private final String connection;
  final Instance instance;
  JobStoreSettings jobStore = new JobStoreSettings.Memory();
  RetentionPolicy retention = new RetentionPolicy(2, 0, 0, 0, 0, 0, 0);
  Optional<MirrorSettings> mirror = Optional.empty();
  Optional<KeySettings> keys = Optional.empty();
  int maxRateKbps;
  RunOn runOn = RunOn.ANY;
  Optional<Fallback> fallback = Optional.empty();
  Judge judge = ANYBODY;
  Function<String, Sight> cluster = ServiceBed::look;

  /// Makes the catalog.
  ServiceBed(PostgresServer server, Path directory) {
    this(server, BackupFixture.instance(directory.resolve("catalog"), server));
  }

  /// Uses the instance of a catalog anywhere.
  ServiceBed(PostgresServer server, Instance instance) {
    this(
        server.dataDirectory(),
        "host=" + server.socketDirectory() + " port=" + server.port() + " user=postgres",
        instance);
  }

  /// Uses a catalog that is there.
  ServiceBed(Path catalog, Path pgdata, String connection) {
    this(pgdata, connection, Catalog.open(catalog, true).instance(BackupFixture.INSTANCE));
  }

  private ServiceBed(Path pgdata, String connection, Instance instance) {
    this.location = instance.catalog().location();
    this.catalog = location.directory().orElse(NOWHERE);
    this.pgdata = pgdata;
    this.connection = connection;
    this.instance = instance;
  }

  String connection() {
    return connection;
  }

  Schedule full(String cron, Duration catchUp) {
    return new Schedule(
        "full",
        new Work.Backup(BackupMode.FULL, Optional.empty(), 1, maxRateKbps),
        cron,
        ZoneOffset.UTC,
        catchUp);
  }

  static Schedule validate(String cron) {
    return new Schedule(
        "validate", new Work.Validate(1), cron, ZoneOffset.UTC, Duration.ofMinutes(1));
  }

  ServiceConfig config(String node, Schedule... schedules) {
    InstanceConfiguration main =
        new InstanceConfiguration(
            BackupFixture.INSTANCE,
            Optional.of(pgdata),
            connection,
            new ClusterSource.Plain(),
            runOn,
            fallback,
            List.of(schedules),
            retention,
            false,
            new AlarmLimits(
                Duration.ofHours(26), Duration.ofMinutes(15), 64, 0, Duration.ofHours(6)),
            keys,
            mirror);
    return new ServiceConfig(location, node, List.of(main), Optional.empty(), List.of(), jobStore);
  }

  Service service(ServiceConfig config, RecordingListener log) {
    return service(config, log, Clock.systemUTC());
  }

  Service service(ServiceConfig config, RecordingListener log, Clock clock) {
    Site site =
        new Site(
            location,
            Path.of("/bin/false"),
            config.node(),
            "0.1.0",
            Map.of(),
            NOWHERE,
            "postgres",
            Optional.empty(),
            clock);
    return new Service(
        config,
        new ServiceSetup(
            site, QUICK, IMPATIENT, _ -> () -> cluster.apply(config.node()), judge, log));
  }

  static Sight look(String node) {
    Member self =
        new Member(
            node,
            Member.Role.PRIMARY,
            true,
            Member.Streaming.UNKNOWN,
            OptionalInt.of(1),
            "running");
    return new Sight.Seen(
        new ClusterPicture(
            Instant.now(), self, List.of(), true, false, true, OptionalLong.empty(), List.of()));
  }

  /// Those that are good, newest first.
  List<StoredBackup> good() {
    try (Catalog opened = Catalog.open(location, true)) {
      return opened.instance(BackupFixture.INSTANCE).backups().stream()
          .filter(backup -> backup.control().status() == BackupStatus.OK)
          .toList();
    }
  }

  /// As the catalog says now.
  BackupStatus status(StoredBackup backup) {
    try (Catalog opened = Catalog.open(location, true)) {
      return opened
          .instance(BackupFixture.INSTANCE)
          .backup(backup.id())
          .orElseThrow()
          .control()
          .status();
    }
  }

  static void await(String what, RecordingListener log, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + DEADLINE + ": " + what + "\n" + log.text());
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }
}
