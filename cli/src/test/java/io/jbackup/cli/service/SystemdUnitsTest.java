package io.jbackup.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdUnitsTest {
  @TempDir private Path directory;

  private SystemdUnits units(String schedules) throws IOException {
    return new SystemdUnits(
        ServiceFiles.read(directory, schedules),
        Path.of("/etc/jbackup/100%.yml"),
        Path.of("/opt/jbackup/bin/jbackup"),
        "postgres");
  }

  @Test
  void theUnitStartsReloadsAndStopsTheService() throws IOException {
    assertThat(units("- { backup: FULL, cron: \"0 0 3 * * ?\" }").service().lines())
        .containsSubsequence(
            "[Service]",
            "User=postgres",
            "ExecStart=/opt/jbackup/bin/jbackup service run --config /etc/jbackup/100%%.yml",
            "ExecReload=/bin/kill -HUP $MAINPID",
            "KillMode=mixed",
            "Restart=on-failure",
            "[Install]",
            "WantedBy=multi-user.target");
  }

  @Test
  void onlyTheCatalogAndTheDrillsDirectoryMayBeWritten() throws IOException {
    assertThat(
            units("- { drill: latest, cron: \"0 0 6 ? * SUN\", dir: /scratch }").service().lines())
        .contains(
            "UMask=0077",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "ReadWritePaths=\"/srv/my backups\" /tmp /scratch",
            "ProtectHome=read-only",
            "RestrictSUIDSGID=yes")
        .noneMatch(line -> line.startsWith("PrivateTmp"))
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
  }

  @Test
  void aTimerDoesWhatTheScheduleSays() throws IOException {
    assertThat(
            units(
                    """
                    - { backup: FULL, cron: "0 0 3 * * ?", compress: zstd, compress-level: 1,
                        threads: 2, max-rate: 32MB }
                    """)
                .timers()
                .lines())
        .containsSubsequence(
            "# /etc/systemd/system/jbackup-main-full.service",
            "Type=oneshot",
            "ExecStart=/opt/jbackup/bin/jbackup backup -B \"/srv/my backups\" --instance main"
                + " -b FULL --stream --temp-slot -j 2 --compress-algorithm=zstd --compress-level=1"
                + " --max-rate=32768kB"
                + " -d \"host=/tmp port=5432 user=backup dbname=postgres\""
                + " --retention-redundancy=2 --delete-expired --delete-wal",
            "ProtectSystem=strict",
            "# /etc/systemd/system/jbackup-main-full.timer",
            "[Timer]",
            "OnCalendar=*-*-* 03:00:00 Europe/Berlin",
            "Persistent=true",
            "WantedBy=timers.target");
  }

  @Test
  void aDrillsQueryIsOneWordForSystemd() throws IOException {
    assertThat(
            units(
                    """
                    - { drill: latest, cron: "0 0 6 ? * SUN", query: 'select "a$b%"', expect: "1" }
                    """)
                .timers())
        .contains(" \"--query=select \\\"a$$b%%\\\"\" --expect=1\n");
  }

  @Test
  void aTimeThatSystemdCannotSayIsNamed() throws IOException {
    assertThat(
            units(
                    """
                    - { backup: FULL, cron: "0 0 3 L * ?" }
                    - { validate: all, cron: "0 0 5 ? * SUN" }
                    """)
                .timers())
        .startsWith("# jbackup-main-full: systemd has no word for cron \"0 0 3 L * ?\"\n")
        .doesNotContain("jbackup-main-full.timer")
        .contains("jbackup-main-validate.timer\n[Timer]\nOnCalendar=Sun *-*-* 05:00:00 ");
  }
}
