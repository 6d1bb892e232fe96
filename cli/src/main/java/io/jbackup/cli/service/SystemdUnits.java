package io.jbackup.cli.service;

import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.Work;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/// Units of systemd: of the service, or of timers that do its work without it.
public final class SystemdUnits {
  private final ServiceConfig config;
  private final Path file;
  private final Path program;
  private final String user;

  /// @param file the configuration file, absolute
  /// @param program the absolute path of `jbackup`
  /// @param user whom the service runs as
  public SystemdUnits(ServiceConfig config, Path file, Path program, String user) {
    this.config = config;
    this.file = file;
    this.program = program;
    this.user = user;
  }

  /// The unit of the service.
  public String service() {
    return """
    # /etc/systemd/system/jbackup.service
    [Unit]
    Description=jbackup: scheduled backups of PostgreSQL
    Wants=network-online.target
    After=network-online.target

    [Service]
    Type=exec
    User=%s
    ExecStart=%s service run --config %s
    ExecReload=/bin/kill -HUP $MAINPID
    KillMode=mixed
    Restart=on-failure
    RestartSec=10
    TimeoutStopSec=90
    %s
    [Install]
    WantedBy=multi-user.target
    """
        .formatted(user, quoted(program), quoted(file), hardening());
  }

  /// Two units for each schedule: what to do, and when.
  public String timers() {
    StringBuilder text = new StringBuilder();
    for (InstanceConfiguration instance : config.instances()) {
      for (Schedule schedule : instance.schedules()) {
        timer(text, instance, schedule);
      }
    }
    return text.toString();
  }

  private void timer(StringBuilder text, InstanceConfiguration instance, Schedule schedule) {
    String name = "jbackup-" + instance.name() + "-" + schedule.name();
    Optional<String> calendar = OnCalendar.of(schedule.cron());
    if (calendar.isEmpty()) {
      text.append("# %s: systemd has no word for cron \"%s\"\n\n".formatted(name, schedule.cron()));
      return;
    }
    text.append(
        """
        # /etc/systemd/system/%s.service
        [Unit]
        Description=jbackup: %s of %s

        [Service]
        Type=oneshot
        User=%s
        ExecStart=%s
        %s
        # /etc/systemd/system/%s.timer
        [Timer]
        OnCalendar=%s %s
        Persistent=true

        [Install]
        WantedBy=timers.target

        """
            .formatted(
                name,
                schedule.name(),
                instance.name(),
                user,
                command(instance, schedule.work()),
                hardening(),
                name,
                calendar.get(),
                schedule.zone()));
  }

  private String command(InstanceConfiguration instance, Work work) {
    StringJoiner words = new StringJoiner(" ");
    words.add(quoted(program));
    switch (work) {
      case Work.Backup backup -> {
        words.add("backup").add(where(instance)).add("-b " + backup.mode());
        words.add("--stream --temp-slot -j " + backup.threads());
        backup
            .compression()
            .ifPresent(compression ->
                words.add(
                    "--compress-algorithm=%s --compress-level=%d"
                        .formatted(compression.algorithm().label(), compression.level())));
        if (backup.maxRateKbps() > 0) {
          words.add("--max-rate=" + backup.maxRateKbps() + "kB");
        }
        words.add("-d " + quoted(instance.connection()));
        retention(words, instance);
      }
      case Work.Validate validate ->
          words.add("validate").add(where(instance)).add("-j " + validate.threads());
      case Work.Drill drill -> {
        words.add("drill").add(where(instance)).add("-j " + drill.threads());
        drill.directory().ifPresent(path -> words.add("--dir=" + quoted(path)));
        drill.binaries().ifPresent(path -> words.add("--pgbin=" + quoted(path)));
        drill.query().ifPresent(sql -> words.add(quoted("--query=" + sql)));
        drill.expect().ifPresent(answer -> words.add(quoted("--expect=" + answer)));
        if (drill.amcheck()) {
          words.add("--amcheck");
        }
      }
    }
    return words.toString();
  }

  private String where(InstanceConfiguration instance) {
    return "-B " + quoted(config.catalog().toString()) + " --instance " + quoted(instance.name());
  }

  private static void retention(StringJoiner words, InstanceConfiguration instance) {
    var rules = instance.retention();
    rule(words, "redundancy", rules.redundancy());
    rule(words, "window", rules.windowDays());
    rule(words, "daily", rules.daily());
    rule(words, "weekly", rules.weekly());
    rule(words, "monthly", rules.monthly());
    rule(words, "yearly", rules.yearly());
    if (rules.walDepth() > 0) {
      words.add("--wal-depth=" + rules.walDepth());
    }
    if (rules.isSet()) {
      words.add("--delete-expired");
    }
    if (instance.deleteWal()) {
      words.add("--delete-wal");
    }
  }

  private static void rule(StringJoiner words, String name, int value) {
    if (value > 0) {
      words.add("--retention-" + name + "=" + value);
    }
  }

  /// The server's socket may lie in /tmp, and Java's compiler needs memory that it may write and
  /// run: PrivateTmp and MemoryDenyWriteExecute are left out.
  private String hardening() {
    StringJoiner writable = new StringJoiner(" ");
    config.catalog().directory().ifPresent(path -> writable.add(word(path.toString())));
    writable.add("/tmp");
    config.instances().stream()
        .flatMap(instance -> instance.schedules().stream())
        .map(Schedule::work)
        .flatMap(work ->
            work instanceof Work.Drill drill
                ? drill.directory().stream()
                : Optional.<Path>empty().stream())
        .distinct()
        .forEach(path -> writable.add(word(path.toString())));
    return """
    UMask=0077
    NoNewPrivileges=yes
    ProtectSystem=strict
    ReadWritePaths=%s
    ProtectHome=read-only
    PrivateDevices=yes
    ProtectClock=yes
    ProtectControlGroups=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    SystemCallArchitectures=native
    """
        .formatted(writable);
  }

  private static String quoted(Path path) {
    return quoted(path.toString());
  }

  /// One word of a unit's command line, systemd.service(5).
  private static String quoted(String word) {
    return word(word.replace("$", "$$"));
  }

  /// One word of a setting, systemd.syntax(7).
  private static String word(String word) {
    String escaped = word.replace("%", "%%");
    return escaped.matches("[\\w./:=@%$+-]+")
        ? escaped
        : "\"" + escaped.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
