package io.jbackup.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.NotifyTarget.Occasion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceConfigReaderTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final String EXAMPLE =
      """
      catalog: /pgsql/pg_backup
      node: u6                                  # default: host name
      instances:
        PGPBACKUP1:
          pgdata: /pgsql/pg_data
          connection: host=/tmp port=5432 user=backup dbname=postgres
          cluster: { patroni: "http://127.0.0.1:8008" }
          run-on: nofailover                    # nofailover | replica | leader | any
          fallback: { after: 2h, to: replica }  # when no such node has done it for so long
          schedules:
            - { backup: FULL, cron: "0 0 3 * * ?", compress: zstd, compress-level: 1, threads: 2, catch-up: 6h }
            - { validate: all, cron: "0 0 5 ? * SUN" }
            - { drill: latest, cron: "0 0 6 ? * SUN" }
          retention: { redundancy: 1, delete-wal: true }
          alarms: { backup-age: 26h, wal-age: 15min, ready-segments: 64, free-space: 15% }
      http: { listen: 127.0.0.1:8680 }
      notify:
        - { webhook: "http://chat.example.org/hook", on: [failure, alarm, recovery] }
        - { command: "/usr/local/bin/page-me", on: [failure, alarm] }
      job-store: memory
      """;

  @TempDir private Path directory;

  private ServiceConfig read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("service.yml"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    return new ServiceConfigReader(() -> "host", ZONE).read(file);
  }

  @Test
  void theWholeExampleIsRead() throws IOException {
    ServiceConfig config = read(EXAMPLE);

    assertThat(config.catalog()).isEqualTo(CatalogLocation.of(Path.of("/pgsql/pg_backup")));
    assertThat(config.node()).isEqualTo("u6");
    assertThat(config.http().orElseThrow().listen().getPort()).isEqualTo(8680);
    assertThat(config.jobStore()).isEqualTo(new JobStoreSettings.Memory());
    assertThat(config.notifications()).hasSize(2);
    assertThat(config.notifications().getLast().on())
        .containsExactlyInAnyOrder(Occasion.FAILURE, Occasion.ALARM);
    InstanceConfiguration instance = config.instances().getFirst();
    assertThat(instance.name()).isEqualTo("PGPBACKUP1");
    assertThat(instance.cluster())
        .isEqualTo(
            new ClusterSource.Patroni(
                URI.create("http://127.0.0.1:8008"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(instance.runOn()).isEqualTo(RunOn.NOFAILOVER);
    assertThat(instance.fallback()).contains(new Fallback(Duration.ofHours(2), RunOn.REPLICA));
    assertThat(instance.retention().redundancy()).isEqualTo(1);
    assertThat(instance.deleteWal()).isTrue();
    assertThat(instance.alarms())
        .isEqualTo(
            new AlarmLimits(
                Duration.ofHours(26), Duration.ofMinutes(15), 64, 15, Duration.ofHours(6)));
    assertThat(instance.schedules().getFirst())
        .isEqualTo(
            new Schedule(
                "full",
                new Work.Backup(
                    BackupMode.FULL, Optional.of(new Compression(Algorithm.ZSTD, 1)), 2, 0),
                "0 0 3 * * ?",
                ZONE,
                Duration.ofHours(6)));
    assertThat(instance.schedules())
        .extracting(Schedule::name)
        .containsExactly("full", "validate", "drill");
  }

  @Test
  void everyProblemIsListedWithItsPlace() {
    String bad =
        """
        instances:
          main:
            conection: host=db
            cluster: { patroni: "http://127.0.0.1:8008", pg_auto_failover: { monitor: x } }
            run-on: leaders
            fallback: { to: replica }
            schedules:
              - { backup: FULL, cron: "0 0 3 * * *", catch-up: 6 }
              - { backup: FULL, validate: all, cron: "0 0 5 ? * SUN" }
              - { drill: latest, cron: "0 0 6 ? * SUN", compress: zstd, time-zone: Mars/Base }
            retention: { redundancy: -1, delete_wal: true }
            alarms: { free-space: 15 }
        http: { listen: 0.0.0.0:8680 }
        notify: [ { on: [failures] } ]
        job-store: { jdbc: "mysql://x" }
        """;

    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has 18 problems")
        .hasMessageContaining("\n  catalog: must be given")
        .hasMessageContaining(
            "instances.main.conection: there is no such key; did you mean connection?")
        .hasMessageContaining("instances.main.connection: must be given")
        .hasMessageContaining("instances.main.cluster: needs one of patroni and pg_auto_failover")
        .hasMessageContaining("instances.main.run-on: \"leaders\" is none of")
        .hasMessageContaining("instances.main.fallback.after: must be given")
        .hasMessageContaining("instances.main.schedules[0].cron: \"0 0 3 * * *\": ")
        .hasMessageContaining("instances.main.schedules[0].catch-up: \"6\" needs a unit")
        .hasMessageContaining(
            "instances.main.schedules[1]: needs one of backup, validate and drill")
        .hasMessageContaining("schedules[2].compress: belongs to a backup, not to a drill")
        .hasMessageContaining("schedules[2].time-zone: there is no time zone \"Mars/Base\"")
        .hasMessageContaining("retention.redundancy: -1 is out of range")
        .hasMessageContaining(
            "retention.delete_wal: there is no such key; did you mean delete-wal?")
        .hasMessageContaining("alarms.free-space: \"15\" must be a percentage")
        .hasMessageContaining("http.listen: an address that is not loopback needs a token-file")
        .hasMessageContaining("notify[0]: needs one of webhook and command")
        .hasMessageContaining("job-store.jdbc: must be an address");
  }

  @Test
  void passwordsDoNotBelongInTheFile() {
    String text =
        """
        catalog: /c
        instances:
          a: { connection: "host=db password=x" }
          b:
            connection: host=db
            cluster: { pg_auto_failover: { monitor: "postgres://a:b@m/pg_auto_failover" } }
          c: { connection: host=db, cluster: { patroni: "https://u:s3cret@127.0.0.1:8008" } }
          d: { connection: host=db, cluster: { patroni: { url: "https://u:s3cret@h:8008" } } }
        job-store: { jdbc: "jdbc:postgresql://db/x?password=y", user: u }
        """;

    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("instances.a.connection: it holds a password")
        .hasMessageContaining("pg_auto_failover.monitor: it holds a password")
        .hasMessageContaining("instances.c.cluster.patroni: it holds a user or a password")
        .hasMessageContaining("instances.d.cluster.patroni.url: it holds a user or a password")
        .hasMessageContaining("job-store.jdbc: it holds a password")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aFileThatNamesAWebhookIsNotForEverybodysEyes() throws IOException {
    Path file = Files.writeString(directory.resolve("open.yml"), EXAMPLE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> new ServiceConfigReader(() -> "host", ZONE).read(file))
        .hasMessageContaining("notify: the address of a webhook is a secret: chmod o-r");
  }

  @Test
  void aWrongAddressOfAWebhookIsNotRepeated() {
    String text =
        """
        catalog: /c
        instances: {}
        notify: [ { webhook: "https://chat.example.org/ho ok/T0KEN" } ]
        """;

    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("notify[0].webhook: is no address: Illegal character in path")
        .hasMessageNotContaining("T0KEN");
  }

  @Test
  void whatIsNoYamlIsShownWithItsLine() {
    assertThatThrownBy(() -> read("catalog: /c\ninstances: [\n"))
        .hasMessageContaining("service.yml\", line 2, column ")
        .hasMessageEndingWith("expected the node content, but found '<stream end>'");
    assertThatThrownBy(() -> read("catalog: /c\ncatalog: /d\n"))
        .hasMessageContaining("Duplicate field 'catalog'");
  }

  @Test
  void theNodeIsTheHostUnlessTheFileSays() throws IOException {
    assertThat(read("catalog: /c\ninstances: {}\n").node()).isEqualTo("host");
  }
}
