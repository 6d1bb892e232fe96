package io.jbackup.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.ServiceConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdUnitsTest {
  private static final String FILE =
      """
      catalog: /srv/pg backup
      instances:
        main:
          connection: host=/tmp port=5432 user=backup
          schedules:
            - { backup: FULL, cron: "0 0 3 * * ?", compress: zstd, threads: 2, max-rate: 50MB }
            - { validate: all, cron: "0 0 5 L * ?" }
            - { drill: latest, cron: "0 0 6 ? * SUN", dir: /scratch, query: "select 1", expect: "1" }
          retention: { redundancy: 2, daily: 7, delete-wal: true }
      """;

  @TempDir private Path directory;

  private SystemdUnits units() throws IOException {
    Path file = Files.writeString(directory.resolve("service.yml"), FILE);
    ServiceConfig config = new ServiceConfigReader(() -> "u6", ZoneOffset.UTC).read(file);
    return new SystemdUnits(
        config, Path.of("/etc/service.yml"), Path.of("/opt/jbackup/bin/jbackup"), "postgres");
  }

  @Test
  void theServiceRunsAsItsUserAndMayWriteOnlyWhatItMust() throws IOException {
    assertThat(units().service().lines())
        .contains(
            "User=postgres",
            "ExecStart=/opt/jbackup/bin/jbackup service run --config /etc/service.yml",
            "KillMode=mixed",
            "ProtectSystem=strict",
            "ReadWritePaths=\"/srv/pg backup\" /tmp /scratch",
            "NoNewPrivileges=yes");
  }

  @Test
  void timersDoTheSameWithoutTheService() throws IOException {
    assertThat(units().timers().lines())
        .contains(
            "# /etc/systemd/system/jbackup-main-full.timer",
            "OnCalendar=*-*-* 03:00:00 Z",
            "ExecStart=/opt/jbackup/bin/jbackup backup -B \"/srv/pg backup\" --instance main -b FULL"
                + " --stream --temp-slot -j 2 --compress-algorithm=zstd --compress-level=1"
                + " --max-rate=51200kB -d \"host=/tmp port=5432 user=backup\""
                + " --retention-redundancy=2 --retention-daily=7 --delete-expired --delete-wal",
            "# jbackup-main-validate: systemd has no word for cron \"0 0 5 L * ?\"",
            "ExecStart=/opt/jbackup/bin/jbackup drill -B \"/srv/pg backup\" --instance main -j 1"
                + " --dir=/scratch \"--query=select 1\" --expect=1");
  }
}
